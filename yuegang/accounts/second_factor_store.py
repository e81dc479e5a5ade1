"""Encrypt second-factor secrets at rest with the node's own key (settings.SECOND_FACTOR_KEY)."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings

SEALED = "sf1:"  # marks an encrypted secret, so that a key can be introduced on a node that had none


def _box() -> Fernet | None:
    key = getattr(settings, "SECOND_FACTOR_KEY", "")
    if not key:
        return None
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


def seal_secret(text: str) -> str:
    """Return a secret as it is stored: encrypted, or as it is on a node without a key (refused in production)."""
    box = _box()
    return text if box is None else SEALED + box.encrypt(text.encode()).decode()


def open_secret(stored: str) -> str:
    """Return the secret of a stored text; raises InvalidToken if it was sealed with another key."""
    if not stored.startswith(SEALED):
        return stored
    box = _box()
    if box is None:
        raise LookupError("SECOND_FACTOR_KEY is not set, but secrets are encrypted")
    return box.decrypt(stored.removeprefix(SEALED).encode()).decode()
