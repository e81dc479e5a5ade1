"""Fill a demonstration node with fictional officers and a past: python -m yuegang demo_past --accounts F --folder D."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yuegang.base import clock
from yuegang.deploy.demo.past import Past, at, first_morning
from yuegang.deploy.demo.settle import register_rights, settle


class Command(BaseCommand):
    """Run on all nodes at the same time; they exchange their segments as files in one folder."""

    requires_system_checks = ()  # `upgrade` just ran them
    help = "Give a demonstration node its sample officers and, with --folder, half a year of sample leads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the accounts' secrets stand, and where the two nodes meet."""
        parser.add_argument("--accounts", type=Path, required=True, help='JSON: {"username": ["password", "totp"]}')
        parser.add_argument("--folder", type=Path, help="folder the nodes share while their past happens")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Refuse outside demonstrations: a production node has no samples."""
        if settings.PRODUCTION:
            raise CommandError("a production node takes no samples")
        secrets = {name: (pair[0], pair[1]) for name, pair in json.loads(options["accounts"].read_text()).items()}
        folder = options["folder"]
        born = first_morning() - timedelta(days=1) if folder else clock.now()
        with at(born):  # an officer's roles begin with the account
            made = settle(secrets)
        self.stdout.write(f"{len(made)} officers, {register_rights()} rights")
        if made and folder is not None:
            Past.of(folder).live(self.stdout.write)
