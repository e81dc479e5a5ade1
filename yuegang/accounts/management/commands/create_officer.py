"""Make an officer at set-up: the first administrator, or everyone on a node without mail."""

import os
from argparse import ArgumentParser
from getpass import getpass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from yuegang.accounts.actions import NewOfficer, create_officer
from yuegang.accounts.roles import Role


class Command(BaseCommand):
    """Create an officer; the password comes from OFFICER_PASSWORD or is asked for, never from the arguments."""

    help = "Create an officer with roles. The officer sets up a second factor at the first sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the officer, the unit and the roles."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="name as written")
        parser.add_argument("--latin", default="", help="name in Latin letters")
        parser.add_argument("--email", required=True)
        parser.add_argument("--unit", required=True, help="code of the unit, such as CUS-53/GEN")
        parser.add_argument("--role", action="append", choices=Role.values, help="may be given several times")
        parser.add_argument("--language", default="zh-hans", choices=[code for code, _name in settings.LANGUAGES])

    def handle(self, *args: object, **options: object) -> None:
        """Create the officer, or say which rule is broken."""
        roles = options["role"] or ["officer"]
        assert isinstance(roles, list)  # argparse's append
        new = NewOfficer(
            username=str(options["username"]),
            display_name=str(options["name"]),
            display_name_latin=str(options["latin"]),
            email=str(options["email"]),
            unit_code=str(options["unit"]),
            password=os.environ.get("OFFICER_PASSWORD") or getpass("Password: "),
            roles=tuple(roles),
            language=str(options["language"]),
            totp_secret=os.environ.get("OFFICER_TOTP_SECRET", ""),
        )
        try:
            officer = create_officer(new)
        except ValidationError as wrong:
            raise CommandError("; ".join(wrong.messages)) from wrong
        self.stdout.write(f"{officer.username} may sign in; roles: {', '.join(roles)}")
