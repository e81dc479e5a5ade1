"""Check the chain of audit entries and name the first broken row."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from yuegang.audit.sealing import AuditHead, verify


class Command(BaseCommand):
    """Exit 0 when the chain is sound; otherwise name the row and the rule it breaks."""

    help = "Check the chain of audit entries; also against what the other side holds; --witness SEQ DIGEST adds one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a witnessed head."""
        parser.add_argument("--witness", nargs=2, metavar=("SEQ", "DIGEST"))

    def handle(self, *args: object, **options: object) -> None:
        """Verify and print one line."""
        given = options["witness"]
        witnesses = [AuditHead(int(given[0]), str(given[1]))] if isinstance(given, list) else []
        for path in settings.AUDIT_WITNESSES:
            witnesses += import_string(path)()
        verdict = verify(*witnesses)
        if not verdict.sound:
            row = f"seq {verdict.broken_seq}" + (f", row {verdict.broken_id}" if verdict.broken_id else "")
            raise CommandError(f"Broken at {row}: {verdict.rule}; {verdict.checked} entries before it are sound.")
        self.stdout.write(
            f"{verdict.checked} entries sound, {verdict.unsealed} waiting to be sealed, "
            f"head {verdict.head.seq} {verdict.head.digest}"
        )
