"""Apply the privileges of each zone; run by the owner after each migrate."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from yuegang.deploy.grants import Privileges, apply
from yuegang.deploy.roles import Names


def privileges() -> Privileges:
    """Return the visible tables of the settings."""
    return Privileges(
        portal=settings.PORTAL_GRANTS,
        exchange=settings.EXCHANGE_GRANTS,
        office_limits=settings.OFFICE_LIMITS,
        worker_limits=settings.WORKER_LIMITS,
        row_secured=settings.ROW_SECURED,
    )


class Command(BaseCommand):
    """python -m yuegang grants."""

    help = "Take every privilege from the zones' roles and give what the settings list."

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Apply and say how many tables the portal reaches."""
        apply(connection, Names.of(settings.NODE_CODE), privileges())
        self.stdout.write(f"privileges applied: the portal reaches {len(settings.PORTAL_GRANTS)} tables")
