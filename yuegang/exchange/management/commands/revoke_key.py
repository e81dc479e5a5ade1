"""Revoke a public key: what it signed before stays good, nothing later is taken."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yuegang.exchange import provisioning
from yuegang.exchange.announcing import announce_keys
from yuegang.exchange.errors import RosterRefused


class Command(BaseCommand):
    """python -m yuegang revoke_key KEY REASON."""

    help = "Revoke one of our keys, which the log tells the peers, or one of a peer's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which key, and why."""
        parser.add_argument("key_id")
        parser.add_argument("reason")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Revoke from now on."""
        if not options["reason"].strip():
            raise CommandError("say why the key is revoked")
        try:
            provisioning.revoke_key(options["key_id"], options["reason"])
        except RosterRefused as error:
            raise CommandError(f"no valid key has this name: {error.place}") from error
        told = announce_keys()
        self.stdout.write(f"{options['key_id']} is revoked; {told} peers are told")
