"""Write messages for ever as a page of the office would: one transaction each, resumed after any death.

The name of a proposal says its number, so a writer killed between commit and answer neither repeats nor skips one.
"""

import sys
import time
from itertools import count

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.models import Target
from yuegang.exchange.roster import units_of
from yuegang.exchange.targets import Terms, propose_target

PAUSE = 0.02  # seconds between messages


def write(number: int, units: tuple[str, str]) -> None:
    """Propose the target with a number unless that was committed before."""
    ours, theirs = units
    kind = f"fault-{number}"
    if Target.objects.filter(kind=kind, proposed_by_unit=ours).exists():
        return
    terms = Terms(
        kind=kind,
        from_unit=ours,
        to_unit=theirs,
        acknowledge_days=1,
        feedback_days=10,
        effective_from=clock.today(),
    )
    propose_target(Officer.objects.all()[0], terms)


def insist(number: int, units: tuple[str, str]) -> None:
    """Write one message however often the database goes away."""
    while True:
        try:
            write(number, units)
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.1)
        except ExchangeError as refused:
            sys.exit(str(refused))
        else:
            return


def main() -> None:
    """Write until killed."""
    peer = sys.argv[1]
    units = (min(units_of(settings.NODE_CODE)), min(units_of(peer)))
    for number in count(1):
        insist(number, units)
        time.sleep(PAUSE)
