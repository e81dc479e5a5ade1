"""Say that a log is whole after a restore, where no line to its reader exists to ask."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from yuegang.audit.actions import record
from yuegang.exchange import marks
from yuegang.exchange.keystore import own_keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.sealer import locked_state


class Command(BaseCommand):
    """Two persons compare the size by voice: the reader's last cover sheet names the end of what it has."""

    help = "Let the log for PEER grow again: both sides agree that it ends at SIZE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take peer and size."""
        parser.add_argument("peer")
        parser.add_argument("size", type=int)

    def handle(self, *args: object, **options: object) -> None:
        """Note the size if it is that of this node's log."""
        channel, agreed = Channel.objects.filter(peer=options["peer"]).first(), int(str(options["size"]))
        if channel is None:
            raise CommandError(f"there is no channel to {options['peer']}")
        with transaction.atomic():
            size = locked_state(channel).size
            if size != agreed:
                raise CommandError(
                    f"the log for {channel.peer} ends at {size} here, not at {agreed}; nothing is signed"
                )
            record("command", "log.confirm", f"exchange.channel:{channel.peer}", detail={"size": size})
            marks.mark(own_keystore().folder, channel.peer, size)
        self.stdout.write(f"the log for {channel.peer} ends at {size} and may grow")
