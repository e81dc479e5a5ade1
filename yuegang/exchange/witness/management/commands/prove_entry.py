"""Write the proof that the other node received one of our entries."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from yuegang.engine.protocol.canonical import canonical
from yuegang.exchange.errors import NotAllowed
from yuegang.exchange.models import Channel
from yuegang.exchange.witness.proofs import prove


class Command(BaseCommand):
    """Write one file that a court's expert checks without this program."""

    help = "Write the proof that PEER received entry SEQ of our log into FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take peer, place and file."""
        parser.add_argument("peer")
        parser.add_argument("seq", type=int)
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        """Write the file."""
        try:
            channel = Channel.objects.get(peer=options["peer"])
            proof = prove(channel, int(str(options["seq"])))
        except (Channel.DoesNotExist, NotAllowed) as error:
            raise CommandError(str(error)) from error
        Path(str(options["file"])).write_bytes(canonical(proof))
        self.stdout.write(f"proof of entry {options['seq']} written")
