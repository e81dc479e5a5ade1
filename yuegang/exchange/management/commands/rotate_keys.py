"""Make new keys for this node and its units and tell the peers; old ones still open and verify what was made so."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from yuegang.engine.protocol.suites import DEFAULT_SUITE, SUITES
from yuegang.exchange import provisioning
from yuegang.exchange.announcing import OVERLAP, announce_keys
from yuegang.parties import access as parties


class Command(BaseCommand):
    """python -m yuegang rotate_keys [--suite X2]."""

    help = "Make new keys that become good later; the log tells the peers until then, signed with the old keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which algorithms the new keys are for, and when they begin."""
        parser.add_argument("--suite", choices=sorted(SUITES), default=DEFAULT_SUITE)
        parser.add_argument("--after", type=int, default=OVERLAP.days, help="days until they are good")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Make a signing and a request key, and a sealing key for each unit of this node."""
        after = timedelta(days=options["after"])
        units = parties.units(node=settings.NODE_CODE).values_list("code", flat=True)
        made = provisioning.create_node_keys(settings.NODE_CODE, units, suite=options["suite"], after=after)
        for key in made:
            self.stdout.write(key.key_id)
        self.stderr.write(f"{announce_keys()} peers are told")
