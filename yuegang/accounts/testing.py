"""Officers and signed-in clients for the tests of every room; nothing here is reachable from a page."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from yuegang.accounts.actions import NewOfficer, create_officer
from yuegang.accounts.guards import PROOF
from yuegang.accounts.models import Officer

PASSWORD = "a long enough passphrase"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_officer(
    username: str,
    *,
    unit_code: str = "CUS-53/GEN",
    roles: tuple[str, ...] = ("officer",),
    language: str = "en",
    totp_secret: str = TOTP_SECRET,
) -> Officer:
    """Create an officer the way set-up does."""
    return create_officer(
        NewOfficer(
            username=username,
            display_name=username.title(),
            email=f"{username}@example.org",
            unit_code=unit_code,
            password=PASSWORD,
            roles=roles,
            language=language,
            totp_secret=totp_secret,
        )
    )


def signed_in(officer: Officer) -> Client:
    """Return a client whose session has proved the officer's second factor."""
    client = Client()
    client.force_login(officer)
    session = client.session
    session[PROOF] = str(officer.pk)
    session.save()
    return client


class QuickHasher(Argon2PasswordHasher):
    """Argon2 at its smallest cost, so that tests which make officers stay quick."""

    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1


def unit_labels(language: str | None = None) -> dict[str, str]:
    """Name a few units without any facts loaded; settings.UNIT_DIRECTORY may point here in tests."""
    return {code: code for code in ("GACC-GD/GEN", "CUS-51/GEN", "CUS-53/GEN")}
