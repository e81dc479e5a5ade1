"""Sign requests to a peer and tell from a request alone which node it comes from (RFC 9421).

The identity is that of the key named in the signature and nothing else: not the TLS name, not an address.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from django.db import connection
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
)
from http_message_signatures.algorithms import HTTPSignatureAlgorithm
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from yuegang.base import clock
from yuegang.engine.protocol.errors import RosterError
from yuegang.engine.protocol.roster import Key, Roster
from yuegang.engine.protocol.suites import Signer, verify
from yuegang.exchange.errors import RequestRefused
from yuegang.exchange.models import SeenNonce

WINDOW = timedelta(minutes=5)  # how far the two clocks and the way may differ; docs/protocol.md, requests
LABEL = TAG = "ipx"
COVERED = ("@method", "@target-uri", "content-digest")
PARAMETERS = frozenset({"created", "expires", "keyid", "nonce", "tag"})


class Message(Protocol):
    """What is signed: any request with these three."""

    @property
    def method(self) -> str:
        """Return the method in capitals."""

    @property
    def headers(self) -> Any:  # Any: httpx and Django have their own types
        """Return the headers, which receive the signature."""

    @property
    def url(self) -> Any:  # Any: httpx has its own type
        """Return the whole address."""


@dataclass(frozen=True)
class SeenRequest:
    """A request as it arrived."""

    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Caller:
    """Who signed a request."""

    node: str
    key_id: str
    nonce: str


def sign_request(request: Message, signer: Signer, body: bytes = b"") -> None:
    """Add digest and signature to a request; the signer holds the node's request key."""
    now = clock.now()
    tool = HTTPMessageSigner(signature_algorithm=_KeySuite)
    prepared = tool.prepare(
        request,
        key_id=signer.key_id,
        created=now,
        expires=now + WINDOW,
        nonce=secrets.token_urlsafe(18),
        label=LABEL,
        tag=TAG,
        include_alg=False,
        covered_component_ids=COVERED,
        body=body,
    )
    tool.apply(request, prepared, signer.sign(prepared.signature_base))


def caller_of(request: SeenRequest, body: bytes, roster: Roster) -> Caller:
    """Return who signed a request; raises RequestRefused with the rule, which only the log sees."""
    keys = _Keys(roster)
    try:
        results = _Verifier(signature_algorithm=_KeySuite, key_resolver=keys).verify(
            request, expect_tag=TAG, require_components=COVERED, max_age=WINDOW, body=body
        )
    except InvalidSignature as error:
        raise RequestRefused(keys.refusal or "request.signature") from error
    except HTTPMessageSignaturesException as error:
        raise RequestRefused("request.form") from error
    parameters = results[0].parameters
    nonce = results[0].nonce
    if len(results) != 1 or set(parameters) != PARAMETERS or not nonce or len(nonce) > 64:
        raise RequestRefused("request.parameters")
    return Caller(keys.node, str(parameters["keyid"]), nonce)


_REMEMBER = """
INSERT INTO exchange_seennonce (key_id, nonce, expires_at, seen_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


def remember(caller: Caller) -> None:
    """Refuse a request that was seen before; raises RequestRefused "request.replay"."""
    now = clock.now()
    SeenNonce.objects.filter(expires_at__lt=now).delete()
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [caller.key_id, caller.nonce, now + 3 * WINDOW, now])
        if cursor.rowcount != 1:
            raise RequestRefused("request.replay", caller.key_id)


class _Keys(HTTPSignatureKeyResolver):
    """Find the request key in the roster and remember whose it is."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.node = ""
        self.refusal = ""

    def resolve_public_key(self, key_id: str) -> Key | None:
        try:
            key = self.roster.http(key_id, clock.now())
        except RosterError as error:
            self.refusal = error.rule
            return None
        self.node = key.node
        return key


class _KeySuite(HTTPSignatureAlgorithm):
    """Verify by the suite of the roster's key; the name is never on the wire, for `alg` is refused."""

    algorithm_id = "ipx-suite"

    def __init__(self, public_key: Key, private_key: None = None) -> None:
        self.key = public_key

    def verify(self, signature: bytes, message: bytes) -> None:
        if not verify(self.key.suite, self.key.public, signature, message):
            raise InvalidSignature(self.key.key_id)


class _Verifier(HTTPMessageVerifier):
    """Verify with the node's clock and a window to both sides."""

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        """Refuse what was made too long ago or too far ahead, or has expired."""
        now = clock.now()
        limits = sig_input.params  # Any: the library's structured field
        if "created" not in limits or "expires" not in limits:
            raise InvalidSignature("created and expires are required")
        created, expires = _time(limits["created"]), _time(limits["expires"])
        if abs(now - created) > WINDOW or expires < now - WINDOW or expires - created > 2 * WINDOW:
            raise InvalidSignature("outside the window")


def _time(seconds: object) -> datetime:
    if type(seconds) is not int or not 0 <= seconds < 2**35:
        raise InvalidSignature("not a time")
    return datetime.fromtimestamp(seconds, UTC)
