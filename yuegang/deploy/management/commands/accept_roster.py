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
    """python -m yuegang accept_roster FILE FINGERPRINT [FILE FINGERPRINT ...]."""

    requires_system_checks = ()  # `upgrade` just ran them
    help = "Open the channel to a peer from its roster file, or to several."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and what both persons read to each other, for each peer."""
        parser.add_argument("told", nargs="+", metavar="FILE FINGERPRINT")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Import and renew the listener's list of trusted roots."""
        told: list[str] = options["told"]
        if len(told) % 2:
            raise CommandError("each file is followed by the fingerprint that was told")
        node = Node.load(Path(settings.NODE_DIR))
        for name, fingerprint in zip(told[::2], told[1::2], strict=True):
            try:
                channel = provisioning.import_roster(Path(name).read_bytes().rstrip(b"\n"), fingerprint)
            except RosterRefused as error:
                raise CommandError(f"{name} is refused: {error}") from error
            self.stdout.write(f"{node.code}: channel to {channel.peer} is open")
        tls.trust(node, Channel.objects.exclude(certificate="").values_list("certificate", flat=True), clock.now())
