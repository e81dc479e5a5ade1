"""The kinds of passing on as they arrive: a request, an answer with the grant, a copy with the grant."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings

from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.fields import time_of
from yuegang.engine.protocol.header import Header, read_chain
from yuegang.engine.protocol.onward import Copy, Grant, Onward, SignedGrant, onward_of, verify_grant
from yuegang.engine.protocol.schema import KindSchema
from yuegang.exchange.errors import NotSendable, Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.onward.models import OnwardRequest, PassedCopy
from yuegang.exchange.onward.schemas import ANSWER, REQUEST, copy_schema
from yuegang.exchange.onward.sending import pointers_of
from yuegang.exchange.roster import addressee, load_roster

State = OnwardRequest.State


class RequestKind:
    """Take requests of a node that holds an item of ours."""

    schema: KindSchema = REQUEST

    def apply(self, received: Received) -> None:
        """Keep the request for two persons to answer; raises Refused."""
        body = received.body
        header = _sent(received, body)
        if onward_of(header.marking) is Onward.NEVER:
            raise Refused("onward.never", "/item_id")
        to_unit = str(body["to_unit"])
        to_node = _node_of(to_unit)
        if to_node in (settings.NODE_CODE, received.sender_node):
            raise Refused("onward.third", "/to_unit")
        request = OnwardRequest.objects.create(
            pk=received.item_id, ours=False, kind=header.kind, item_id=header.item_id, item_ver=header.item_ver,
            origin_node=settings.NODE_CODE, origin_unit=header.from_unit, holder_node=received.sender_node,
            holder_unit=header.to_unit, to_node=to_node, to_unit=to_unit, purpose=str(body["purpose"]),
            until=date.fromisoformat(str(body["until"])), asked_at=received.ts,
        )  # fmt: skip
        record("exchange", "onward.asked", f"onward.request:{request.pk}", detail={"by": received.sender_node})


class AnswerKind:
    """Take the originator's answer to a request of ours."""

    schema: KindSchema = ANSWER

    def apply(self, received: Received) -> None:
        """Keep a refusal, or a grant once it proves to be exactly what was asked; raises Refused."""
        rows = OnwardRequest.objects.select_for_update()
        request = rows.filter(pk=received.item_id, ours=True, origin_node=received.sender_node).first()
        if request is None or request.state != State.ASKED:
            raise Refused("onward.unknown", received.item_id)
        body = received.body
        request.decided_at = received.ts
        if body["outcome"] == "granted":
            copy = Copy(
                origin=request.origin_node, kind=request.kind, item_id=str(request.item_id),
                item_ver=request.item_ver, holder=request.holder_node, to_node=request.to_node,
                to_unit=request.to_unit, at=received.ts, pointers=(),
            )  # fmt: skip
            signed = _signed(body)
            grant = _proven(signed, copy)
            if grant.purpose != request.purpose:
                raise Refused("onward.purpose", "/grant")
            request.grants, request.state, request.withhold = True, State.GRANTED, list(grant.withhold)
            request.grant, request.signature = signed.data, signed.signature
        elif not body.get("reason"):
            raise Refused("onward.reason", "/reason")
        else:
            request.grants, request.state, request.reason = False, State.REFUSED, str(body["reason"])
        request.save()
        record("exchange", "onward.answered", f"onward.request:{request.pk}", detail={"grants": request.grants})


class CopyKind:
    """Take what another node passes on to us, if its originator consented to exactly this."""

    @property
    def schema(self) -> KindSchema:
        """The fields of the kinds that can be passed on, with the proof of consent."""
        return copy_schema()

    def apply(self, received: Received) -> None:
        """Keep the copy; raises Refused with the rule the grant breaks, so that nobody passes on by mere assertion."""
        body = received.body
        content = body.get("content")
        if not isinstance(content, Mapping):
            raise Refused("onward.content", "/content")
        signed = _signed(body)
        copy = Copy(
            origin=str(body["origin"]), kind=str(body["kind"]), item_id=str(body["item_id"]),
            item_ver=int(str(body["item_ver"])), holder=received.sender_node, to_node=settings.NODE_CODE,
            to_unit=received.to_unit, at=received.ts, pointers=pointers_of(str(body["kind"]), content),
        )  # fmt: skip
        grant = _proven(signed, copy)
        PassedCopy.objects.create(
            pk=received.item_id, kind=copy.kind, item_id=copy.item_id, item_ver=copy.item_ver,
            origin_node=copy.origin, holder_node=received.sender_node, holder_unit=received.from_unit,
            to_unit=received.to_unit, purpose=grant.purpose, until=time_of(grant.until), marking=received.marking,
            content=dict(content), removed=body.get("removed", []), grant=signed.data, signature=signed.signature,
            arrived_at=clock.now(),
        )  # fmt: skip
        record("exchange", "onward.copy", f"onward.copy:{received.item_id}", detail={"grant": grant.grant_id})


def _sent(received: Received, body: Mapping[str, object]) -> Header:
    """Return the header under which the item in question went to the node that asks."""
    row = OutboxEntry.objects.filter(
        channel__peer=received.sender_node,
        kind=body["kind"],
        item_id=str(body["item_id"]),
        item_ver=int(str(body["item_ver"])),
    ).first()
    if row is None or row.header is None or row.to_unit != received.from_unit or row.from_unit != received.to_unit:
        raise Refused("onward.item", "/item_id")
    header = read_chain(bytes(row.header))[1]
    if not isinstance(header, Header):
        raise Refused("onward.item", "/item_id")
    return header


def _node_of(unit: str) -> str:
    try:
        return addressee(unit).node
    except NotSendable as error:
        raise Refused("onward.unit", "/to_unit") from error


def _signed(body: Mapping[str, object]) -> SignedGrant:
    try:
        data, signature = (bytes.fromhex(str(body[name])) for name in ("grant", "signature"))
    except (KeyError, ValueError) as error:
        raise Refused("grant.canonical", "/grant") from error
    return SignedGrant(data, signature)


def _proven(signed: SignedGrant, copy: Copy) -> Grant:
    try:
        return verify_grant(signed, load_roster(), copy)
    except ProtocolError as error:
        raise Refused(error.rule, error.place) from error


REQUESTS = RequestKind()
ANSWERS = AnswerKind()
COPIES = CopyKind()
