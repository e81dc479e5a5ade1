"""Trust a peer: take in its roster file after comparing the fingerprint that was told by voice."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yuegang.base import clock
from yuegang.deploy import tls
from yuegang.deploy.node import Node
from yuegang.exchange import provisioning
from yuegang.exchange.errors import RosterRefused
from yuegang.exchange.models import Channel


class Command(BaseCommand):
    """python -m yuegang accept_roster FILE FINGERPRINT."""

    requires_system_checks = ()  # `upgrade` just ran them
    help = "Open the channel to a peer from its roster file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and what both persons read to each other."""
        parser.add_argument("file", type=Path)
        parser.add_argument("fingerprint")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Import and renew the listener's list of trusted roots."""
        roster = options["file"].read_bytes().rstrip(b"\n")
        try:
            channel = provisioning.import_roster(roster, options["fingerprint"])
        except RosterRefused as error:
            raise CommandError(f"{options['file']} is refused: {error}") from error
        node = Node.load(Path(settings.NODE_DIR))
        tls.trust(node, Channel.objects.exclude(certificate="").values_list("certificate", flat=True), clock.now())
        self.stdout.write(f"{node.code}: channel to {channel.peer} is open")
