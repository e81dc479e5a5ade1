"""Take volumes from files into this node, in their order."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yuegang.exchange.carriage.running import clear_confirmed
from yuegang.exchange.carriage.taking import take_volume
from yuegang.exchange.keystore import own_keystore
from yuegang.exchange.models import Channel


class Command(BaseCommand):
    """python -m yuegang take_parcel PEER FILE [FILE...]."""

    help = "Take volumes of a peer's parcel from files; stops at the first one that does not follow."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the peer and the files."""
        parser.add_argument("peer")
        parser.add_argument("files", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Take each file."""
        channel = Channel.objects.filter(peer=options["peer"]).first()
        if channel is None:
            raise CommandError(f"no channel to {options['peer']}")
        keystore = own_keystore().load()
        for path in sorted(options["files"]):
            with tempfile.TemporaryDirectory(prefix="yuegang-parcel-") as scratch:
                found = take_volume(channel, path, keystore, Path(scratch) / "blobs")
            self.stdout.write(f"{path.name}: {found.entries} entries, {found.taken} new, {found.blobs} files")
            if found.rule:
                missing = f": expected {found.expected}, found {found.found}" if found.expected else ""
                raise CommandError(f"{path.name}: {found.rule}{missing}")
        clear_confirmed(channel)
