"""Write everything a peer has not confirmed as volumes into a folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yuegang.exchange.carriage.making import write_volumes
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.models import Channel


class Command(BaseCommand):
    """python -m yuegang make_parcel PEER FOLDER [--megabytes N] [--after SEQ]."""

    help = "Write what a peer has not confirmed as volumes into a folder; prints each volume and its digest."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the peer, the folder, the size of a volume and the place to begin after."""
        parser.add_argument("peer")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--megabytes", type=int, default=4400)
        parser.add_argument("--after", type=int, default=None)

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Write the volumes."""
        try:
            channel = Channel.objects.get(peer=options["peer"])
            after = channel.peer_has if options["after"] is None else options["after"]
            made = write_volumes(channel, after, options["megabytes"] * 2**20, options["folder"])
        except (Channel.DoesNotExist, ExchangeError) as error:
            raise CommandError(str(error)) from error
        for volume in made.volumes:
            self.stdout.write(f"{volume.name} {volume.size} {volume.digest}")
