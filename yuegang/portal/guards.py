"""Keep machines from the form of the public site: a hidden trap, a signed token, a count per visitor and hour."""

import hmac
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest

from yuegang.base import clock

SALT = "portal.report"
SHORTEST = timedelta(seconds=3)  # nobody reads and fills the form faster
LONGEST = timedelta(hours=4)
PER_HOUR = 10  # reports from one network address
HOUR = 3600  # seconds


def new_token() -> str:
    """Return a signed token: the id the report will have, and when the form was shown."""
    return signing.dumps({"id": str(uuid.uuid4()), "at": clock.now().isoformat()}, salt=SALT)


def id_of(token: str) -> uuid.UUID | None:
    """Return the report's id from a token of the right age, else None; one token makes one report."""
    try:
        content = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    age = clock.now() - datetime.fromisoformat(content["at"])
    return uuid.UUID(content["id"]) if SHORTEST <= age <= LONGEST else None


def is_too_much(request: HttpRequest) -> bool:
    """Count a report against the visitor's address, kept one hour as a keyed digest, and say if it is one too many."""
    address = request.META.get("REMOTE_ADDR", "")
    digest = hmac.digest(settings.SECRET_KEY.encode(), address.encode(), "sha256").hex()
    key = f"{SALT}.{digest}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) > PER_HOUR
