"""Three nodes in one process: this one with its rows and keys, Hong Kong and Macao as engine objects."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.tests import world
from yuegang.engine.protocol.fields import stamp
from yuegang.engine.protocol.onward import Grant, SignedGrant, sign_grant
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import provisioning, receiving, sealer
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, OutboxEntry
from yuegang.exchange.onward.models import OnwardRequest
from yuegang.exchange.tests.conftest import keystore
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT, Peer
from yuegang.parties.models import Agency, Node, Side, Unit

__all__ = ["keystore"]
MACAO = "MO-SA/LIA"


@dataclass
class ThreeNodes:
    """This node, the node an item comes from or goes to, and a third one."""

    keystore: Keystore
    hk: Peer
    mo: Peer

    def arrive(self, peer: Peer | None = None) -> str:
        """Take in what a peer's log holds; return the rule that stopped it, if any."""
        sender = peer or self.hk
        channel = Channel.objects.get(peer=sender.node)
        return receiving.receive(channel.pk, read_segment(sender.segment(channel.cursor)), self.keystore).rule

    def seal(self) -> None:
        """Seal what waits in every log of this node."""
        for channel in Channel.objects.all():
            while sealer.seal_channel(channel, self.keystore):
                pass

    def grant(self, request: OnwardRequest, **changes: object) -> SignedGrant:
        """Return Hong Kong's consent to a request of ours."""
        values: dict[str, object] = {
            "grant_id": str(uuid4()), "origin": "hk-customs", "kind": request.kind, "item_id": str(request.item_id),
            "item_ver": request.item_ver, "holder": "gd-customs", "to_node": "mo-customs", "to_unit": request.to_unit,
            "purpose": request.purpose, "withhold": ("/consignee_name",), "ts": stamp(clock.now()),
            "until": stamp(clock.now() + timedelta(days=9)), "suite": "X1", "key": self.hk.signer.key_id,
        }  # fmt: skip
        return sign_grant(Grant(**{**values, **changes}), self.hk.signer)  # type: ignore[arg-type]  # tests name fields

    def answer(self, request: OnwardRequest, signed: SignedGrant | None) -> None:
        """Let Hong Kong answer a request of ours, without a grant with a refusal."""
        body: dict[str, object] = {"outcome": "refused", "reason": "ongoing"}
        if signed is not None:
            body = {"outcome": "granted", "grant": signed.data.hex(), "signature": signed.signature.hex()}
        self.hk.send("onward-grant", body, item_id=request.pk)
        self.arrive()
        request.refresh_from_db()

    def opened(self, peer: Peer) -> list[tuple[OutboxEntry, bytes]]:
        """Return every row on its way to a peer with its opened body."""
        rows = OutboxEntry.objects.filter(channel__peer=peer.node, enc="hpke").order_by("id")
        return [(row, peer.open_row(row)) for row in rows]


@pytest.fixture
def nodes(keystore: Keystore, db: None) -> ThreeNodes:
    """Three nodes that trust each other."""
    cache.clear()
    world.make_parties()
    world.make_codes()
    Side.objects.create(
        code="mo", position=3, letter_zh_hans="澳", letter_zh_hant="澳", letter_en="MO", zh_hans="澳门特区",
        zh_hant="澳門特區", en="Macao",
    )  # fmt: skip
    node = Node.objects.create(code="mo-customs", side_id="mo", zh_hans="澳门", zh_hant="澳門", en="Macao Customs")
    agency = Agency.objects.create(code="MO-SA", side_id="mo", confidence="high")
    Unit.objects.create(
        code=MACAO, agency=agency, node=node, calendar="MO", zh_hans="联络", zh_hant="聯絡", en="Liaison"
    )
    own = provisioning.create_node_keys("gd-customs", [OUR_UNIT], keystore=keystore)
    since = clock.now() - timedelta(minutes=1)
    hk, mo = Peer.create("hk-customs", [PEER_UNIT], since), Peer.create("mo-customs", [MACAO], since)
    for peer in (hk, mo):
        provisioning.import_roster(peer.roster(), provisioning.fingerprint(peer.roster()))
        peer.learn([*own, *hk.keys])
    return ThreeNodes(keystore, hk, mo)


@pytest.fixture
def officers(nodes: ThreeNodes) -> Callable[..., Officer]:
    """Make officers of our unit."""

    def make(name: str, *roles: str, unit: str = OUR_UNIT) -> Officer:
        return world.make_officer(name, unit, *roles)

    return make


def lead_body(number: object = "HK-2026-0001", **more: object) -> dict[str, object]:
    """Return the facts of a lead as they cross."""
    return {
        "number": number, "form": "full", "article": 5, "ip_type": "trade_mark", "goods": "手袋",
        "goods_category": "G05B", "items": 32, "urgency": "routine", "consignee_name": "HANG YU",
        "waybill": "W-77", **more,
    }  # fmt: skip


def send_lead(nodes: ThreeNodes, marking: object = "AMBER", **facts: object) -> UUID:
    """Let a lead of Hong Kong arrive here; return its identifier."""
    header = nodes.hk.send("lead", lead_body(**facts), marking=marking)
    assert nodes.arrive() == ""
    return UUID(header.item_id)
