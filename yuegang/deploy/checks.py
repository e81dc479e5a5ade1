"""Verify at start what the visible tables of the settings name, and that no wrong combination runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error

NEVER_FOR_THE_PORTAL = ("audit", "exchange", "procrastinate", "accounts", "account", "mfa", "sessions")
PORTAL_MAY = {"SELECT", "INSERT"}
GRANT_TABLES = ("PORTAL_GRANTS", "EXCHANGE_GRANTS", "OFFICE_LIMITS", "WORKER_LIMITS")


def check_grants(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # Any: Django's
    """Every privilege names a model; the portal only reads and adds, and never what it must not see."""
    return [*_unknown_models(), *_portal_excess(settings.PORTAL_GRANTS, settings.ROW_SECURED)]


def check_production(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # Any: Django's
    """A node in production names its hosts and sends real mail to somewhere."""
    if not settings.PRODUCTION:
        return []
    wrong: list[CheckMessage] = []
    if set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "testserver"} and settings.ZONE in (
        "office",
        "portal",
    ):
        wrong.append(Error("PRODUCTION needs ALLOWED_HOSTS with the public names of the node", id="deploy.E004"))
    if "*" in settings.ALLOWED_HOSTS:
        wrong.append(Error("ALLOWED_HOSTS must not be * in PRODUCTION", id="deploy.E005"))
    return wrong


def _unknown_models() -> Iterator[CheckMessage]:
    labels = [(name, label) for name in GRANT_TABLES for label in getattr(settings, name)]
    labels += [("ROW_SECURED", label) for label in settings.ROW_SECURED]
    for name, label in labels:
        try:
            apps.get_model(label)
        except LookupError:
            yield Error(f"{name} names {label}, which is no model", id="deploy.E001")


def _portal_excess(granted: Mapping[str, Iterable[str]], secured: Sequence[str]) -> Iterator[CheckMessage]:
    for label, privileges in granted.items():
        if not set(privileges) <= PORTAL_MAY:
            yield Error(f"PORTAL_GRANTS gives {label} more than {sorted(PORTAL_MAY)}", id="deploy.E002")
        if label.split(".")[0] in NEVER_FOR_THE_PORTAL or label in secured:
            yield Error(f"PORTAL_GRANTS names {label}: the portal must not reach it", id="deploy.E003")


CHECKS = (check_grants, check_production)
