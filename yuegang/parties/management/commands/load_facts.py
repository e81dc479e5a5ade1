"""Load every table of facts that settings.FACT_LOADERS names, and print what changed."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import import_string

from yuegang.audit.actions import record
from yuegang.parties.loading import LoadReport


class Command(BaseCommand):
    """Load the facts that ship with the software; a second run changes nothing."""

    help = "Load agencies, units, ports and the other facts; prints new, changed, same and refused lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to stay silent about tables where nothing changed."""
        parser.add_argument("--quiet", action="store_true", help="print only tables that changed or refused a line")

    def handle(self, *args: object, **options: object) -> None:
        """Run the loaders in order, in one transaction, and report."""
        with transaction.atomic():
            reports: list[LoadReport] = [import_string(path)() for path in settings.FACT_LOADERS]
            for report in reports:
                if report.new or report.changed:
                    record("system", "facts.load", f"facts:{report.table}", detail=_counts(report))
        for report in reports:
            if not options["quiet"] or report.new or report.changed or report.refused:
                self._say(report)
        if any(report.refused for report in reports):
            raise CommandError("Some lines were refused; the others are loaded.")

    def _say(self, report: LoadReport) -> None:
        counts = ", ".join(f"{number} {word}" for word, number in _counts(report).items())
        self.stdout.write(f"{report.table}: {counts}")
        for line, rule in report.refused:
            self.stderr.write(f"{report.table} line {line} refused: {rule}")


def _counts(report: LoadReport) -> dict[str, int]:
    return {
        "new": report.new,
        "changed": report.changed,
        "same": report.same,
        "refused": len(report.refused),
    }
