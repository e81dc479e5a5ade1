"""What the worker does: sign an answer with the node's key, and make the copy that the grant allows."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.fields import stamp
from yuegang.engine.protocol.marking import Marking
from yuegang.engine.protocol.onward import Copy, Grant, SignedGrant, sign_grant, verify_grant
from yuegang.engine.protocol.schema import KindSchema, build, leaves
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.handlers import handler_of
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import RosterKey
from yuegang.exchange.onward.actions import target_of
from yuegang.exchange.onward.errors import OnwardRefused
from yuegang.exchange.onward.items import entrusted
from yuegang.exchange.onward.models import OnwardRequest
from yuegang.exchange.onward.schemas import ANSWER, copy_schema, passable
from yuegang.exchange.opening import Reader
from yuegang.exchange.roster import key_of, load_directory
from yuegang.exchange.waiting import verified

State = OnwardRequest.State


@transaction.atomic
def send_answer(request_id: str, keystore: Keystore) -> str:
    """Sign and send what two persons decided; a second call does nothing. Return the state."""
    request = OnwardRequest.objects.select_for_update().get(pk=request_id)
    if request.ours or request.signature or request.decided_at is None:
        return request.state
    body: dict[str, object] = {"outcome": "refused", "reason": request.reason}
    if request.grants:
        signed = _sign(request, keystore)
        request.grant, request.signature = signed.data, signed.signature
        request.save(update_fields=["grant", "signature"])
        body = {"outcome": "granted", "grant": signed.data.hex(), "signature": signed.signature.hex()}
    enqueue(
        Outgoing(
            kind=ANSWER.kind, item_id=request.pk, item_ver=1, from_unit=request.origin_unit,
            to_unit=request.holder_unit, body=body, marking=Marking.AMBER.value, ref=request.item_id,
        )
    )  # fmt: skip
    return request.state


def pass_on(request_id: str, keystore: Keystore) -> str:
    """Send the copy a grant allows; if the grant no longer holds, say why on the request. Return the state."""
    with transaction.atomic():
        request = OnwardRequest.objects.select_for_update().get(pk=request_id)
        if request.state != State.ORDERED:
            return request.state
        try:
            with transaction.atomic():
                _send_copy(request, keystore)
            request.state, request.passed_at = State.PASSED, clock.now()
        except (ProtocolError, ExchangeError) as error:
            request.state, request.passed_by, request.rule = State.GRANTED, None, error.rule
        request.save(update_fields=["state", "passed_at", "passed_by", "rule"])
        record("exchange", "onward.pass", target_of(request), detail={"state": request.state, "rule": request.rule})
    return request.state


def end_of(request: OnwardRequest) -> datetime:
    """Return when a grant for a request ends: after its last day at +08:00."""
    last = datetime.combine(request.until, datetime.min.time(), clock.BOTH_SIDES)
    return last + timedelta(days=1)


def copy_of(request: OnwardRequest, pointers: list[str]) -> Copy:
    """Return what the engine holds against the grant."""
    return Copy(
        origin=request.origin_node, kind=request.kind, item_id=str(request.item_id), item_ver=request.item_ver,
        holder=request.holder_node, to_node=request.to_node, to_unit=request.to_unit, at=clock.now(),
        pointers=pointers,
    )  # fmt: skip


def _sign(request: OnwardRequest, keystore: Keystore) -> SignedGrant:
    now = clock.now()
    own = [key_of(row) for row in RosterKey.objects.filter(node=settings.NODE_CODE, use="sign")]
    signer = keystore.signer(own, "sign", now)
    grant = Grant(
        grant_id=str(uuid4()), origin=settings.NODE_CODE, kind=request.kind, item_id=str(request.item_id),
        item_ver=request.item_ver, holder=request.holder_node, to_node=request.to_node, to_unit=request.to_unit,
        purpose=request.purpose, withhold=tuple(request.withhold), until=stamp(end_of(request)), ts=stamp(now),
        suite=signer.suite, key=signer.key_id,
    )  # fmt: skip
    return sign_grant(grant, signer)


def _send_copy(request: OnwardRequest, keystore: Keystore) -> None:
    found = entrusted(request.kind, request.item_id)
    if found.header.item_ver != request.item_ver:
        raise OnwardRefused("onward.version", str(found.header.item_ver))
    directory = load_directory()
    reader = Reader(found.header.sender, keystore, directory)
    letter = reader.open(verified(found.entry.channel, found.entry), handler_of(request.kind))
    kept, removed = _parted(request.kind, letter.fields, frozenset(request.withhold))
    signed = SignedGrant(bytes(request.grant), bytes(request.signature))
    verify_grant(signed, directory.roster, copy_of(request, sorted(_pointers(request.kind, kept))))
    enqueue(
        Outgoing(
            kind=copy_schema().kind, item_id=uuid4(), item_ver=1, from_unit=request.holder_unit,
            to_unit=request.to_unit, marking=found.header.marking,
            body={
                "kind": request.kind, "item_id": str(request.item_id), "item_ver": request.item_ver,
                "origin": request.origin_node, "grant": signed.data.hex(), "signature": signed.signature.hex(),
                **({"removed": removed} if removed else {}), "content": kept,
            },
        )
    )  # fmt: skip


def _parted(kind: str, fields: Mapping[str, object], withhold: frozenset[str]) -> tuple[dict[str, object], list[str]]:
    """Return the fields that go, and the pointers of those that stay: persons, and what is withheld."""
    schema = handler_of(kind).schema
    allowed = {rule.pointer for rule in passable(kind)} - withhold
    there = [leaf for leaf in leaves(schema, fields) if not leaf.is_absent]
    kept = build((leaf.path, leaf.value) for leaf in there if leaf.rule.pointer in allowed)
    return kept, sorted({leaf.rule.pointer for leaf in there if leaf.rule.pointer not in allowed})


def _pointers(kind: str, content: Mapping[str, object]) -> Iterator[str]:
    """Yield the rules' pointers that a content fills."""
    schema = KindSchema(kind, 1, passable(kind))
    yield from (leaf.rule.pointer for leaf in leaves(schema, content) if not leaf.is_absent)


def pointers_of(kind: str, content: Mapping[str, object]) -> list[str]:
    """Return which fields a content fills, once each."""
    return sorted(set(_pointers(kind, content)))
