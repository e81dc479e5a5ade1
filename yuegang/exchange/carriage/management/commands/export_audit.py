"""Write the files with which an auditor verifies a channel by tools.ipx_verify."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from yuegang.audit.actions import record
from yuegang.exchange.carriage.dossier import write_dossier
from yuegang.exchange.models import Channel


class Command(BaseCommand):
    """python -m yuegang export_audit PEER FOLDER [--bodies]."""

    help = "Write rosters, both logs with their heads, and the calendars of a channel into a folder, for an auditor."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the peer, the folder, and whether closed bodies are wanted."""
        parser.add_argument("peer")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--bodies", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Write the files and note in the audit that they were written."""
        channel = Channel.objects.filter(peer=options["peer"]).first()
        if channel is None:
            raise CommandError(f"no channel to {options['peer']}")
        with transaction.atomic():
            written = write_dossier(channel, options["folder"], bodies=options["bodies"])
            detail = {"entries": written, "bodies": options["bodies"]}
            record("command", "dossier.export", f"exchange.channel:{channel.peer}", detail=detail)
        self.stdout.write(f"{written} entries; verify with python -m tools.ipx_verify {options['folder']}")
