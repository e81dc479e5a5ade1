"""Registrations of library apps in the zones that carry their tables but not their pages."""

from allauth.account.apps import AccountConfig


class TablesOnlyAccountConfig(AccountConfig):  # type: ignore[misc]  # the library is untyped
    """Allauth's accounts without the middleware it demands: nobody signs in at the portal or the exchange."""

    def ready(self) -> None:
        """Ask for nothing."""
