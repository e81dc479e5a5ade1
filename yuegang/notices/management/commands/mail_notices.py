"""Mail the notices that are due now; the worker does so every minute."""

from django.core.management.base import BaseCommand

from yuegang.notices.mailing import mail_due


class Command(BaseCommand):
    """Hand what is due to the mail backend and say how many messages there were."""

    help = "Mail the notices that are due."

    def handle(self, *args: object, **options: object) -> None:
        """Mail and print one line."""
        self.stdout.write(f"{mail_due()} messages")
