"""Read out what two persons compare before either node trusts the other: python -m yuegang fingerprint FILE."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from yuegang.engine.protocol.spoken import LANGUAGES, spoken
from yuegang.exchange import provisioning


class Command(BaseCommand):
    """python -m yuegang fingerprint FILE."""

    requires_system_checks = ()  # it reads one file
    help = "Print the fingerprint of a roster file, ours (roster/own.json) or one that came, in digits and in words."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The roster file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Print the digest and its ten words in each language."""
        digest = provisioning.fingerprint(options["file"].read_bytes().rstrip(b"\n"))
        self.stdout.write(digest)
        for language in LANGUAGES:
            self.stdout.write(f"{language:<8} {spoken(digest, language).replace('-', '  ')}")
