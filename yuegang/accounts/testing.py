"""Officers and signed-in clients for the tests of every room; nothing here is reachable from a page."""

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
