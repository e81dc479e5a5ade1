"""The one-time code of a moment, as an authenticator app shows it. Source: RFC 6238 and RFC 4226."""

import base64
import hashlib
import hmac
import secrets

PERIOD = 30  # seconds
DIGITS = 6


def new_secret() -> str:
    """Return a new secret of 160 bits, base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, seconds: float) -> str:
    """Return the six digits for a moment in seconds since 1970."""
    counter = int(seconds // PERIOD).to_bytes(8, "big")
    mac = hmac.digest(base64.b32decode(secret), counter, hashlib.sha1)
    place = mac[-1] & 0x0F
    number = int.from_bytes(mac[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"
