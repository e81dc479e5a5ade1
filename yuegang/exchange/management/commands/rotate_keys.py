"""Make new keys for this node and its units; the old ones open and verify what was made with them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from yuegang.engine.protocol.suites import DEFAULT_SUITE, SUITES
from yuegang.exchange import provisioning
from yuegang.parties import access as parties


class Command(BaseCommand):
    """python -m yuegang rotate_keys [--suite X2]."""

    help = (
        "Make new keys. The peers need the new roster (`upgrade` writes it) before anything sealed with them arrives."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which algorithms the new keys are for."""
        parser.add_argument("--suite", choices=sorted(SUITES), default=DEFAULT_SUITE)

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Make a signing and a request key, and a sealing key for each unit of this node."""
        units = parties.units(node=settings.NODE_CODE).values_list("code", flat=True)
        for key in provisioning.create_node_keys(settings.NODE_CODE, units, suite=options["suite"]):
            self.stdout.write(key.key_id)
