"""Read law from files into a load that waits for a second person: python -m yuegang load_laws FILE…"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yuegang.library.law import actions
from yuegang.library.law.forms_of_law import ENDINGS
from yuegang.library.law.readers.errors import ReadError


class Command(BaseCommand):
    """python -m yuegang load_laws FILE_OR_FOLDER [...]."""

    help = "Read statutes; an officer of the library publishes or refuses them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, or folders of files."""
        parser.add_argument("paths", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Make one load for each file and say what was found."""
        for path in options["paths"]:
            files = sorted(each for each in path.iterdir() if each.suffix in ENDINGS) if path.is_dir() else [path]
            for file in files:
                self._load(file)

    def _load(self, file: Path) -> None:
        try:
            load = actions.read_in(file.name, file.read_bytes(), "command")
        except (OSError, ReadError) as wrong:
            raise CommandError(f"{file}: {wrong}") from wrong
        stopped = load.items.filter(may_publish=False).count()
        self.stdout.write(f"{file.name}: load {load.pk}, {load.items.count()} statutes, {stopped} cannot be published")
