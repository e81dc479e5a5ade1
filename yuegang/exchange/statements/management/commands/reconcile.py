"""./run reconcile PEER YYYY-MM: every item that stands otherwise on the two nodes."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from yuegang.exchange.statements import actions
from yuegang.exchange.statements.models import Statement


class Command(BaseCommand):
    """Compare both statements of a month item by item."""

    help = "List the items that stand otherwise in the two statements of a month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the peer and the month."""
        parser.add_argument("peer")
        parser.add_argument("month", help="YYYY-MM")

    def handle(self, *args: object, **options: str) -> None:
        """Print one line per item; the last line counts them."""
        try:
            month = date.fromisoformat(f"{options['month']}-01")
            found = actions.reconcile(options["peer"], month)
        except ValueError as error:
            raise CommandError("the month is written as 2026-10") from error
        except Statement.DoesNotExist as error:
            raise CommandError("both statements of that month are needed, and one is not here") from error
        for one in found:
            ours, theirs = (line.text() if line else "not known" for line in (one.ours, one.theirs))
            self.stdout.write(f"{one.kind} {one.item_id}\n  ours   {ours}\n  theirs {theirs}")
        self.stdout.write(f"{len(found)} items differ")
