"""A small world for the tests of this room: two nodes' units, officers with roles, a few coded names."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from yuegang.accounts.models import Officer, RoleGrant
from yuegang.enforcement.models import Destination, GoodsCategory, HsChapter, ModusOperandi
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import OutboxEntry
from yuegang.parties.models import Agency, AgencyName, Node, Port, Side, Unit

SENT_AT = datetime(2026, 11, 16, 1, 28, tzinfo=UTC)
TARGET = {"target": str(uuid4()), "acknowledge_days": 1, "feedback_days": 10, "calendar": "HK"}
FACTS: dict[str, object] = {
    "to_unit": "HK-CED/IPIB", "ip_type": "trade_mark", "brand": "LUMENDRA", "goods_category": "G05B",
    "goods": "手袋，涉嫌侵权", "items": 3200, "loading_port": "GD-SZB", "control_port": "HK-SZB", "destination": "AE",
    "consignee_name": "HANG YU INT'L FREIGHT LTD", "vehicle": "粤Z·0000港",
}  # fmt: skip


def make_parties() -> None:
    """Make two sides, two nodes, their units and two ports."""
    sides = (("gd", "粤", "广东"), ("hk", "港", "香港特区"))
    for position, (code, letter, name) in enumerate(sides, 1):
        Side.objects.create(
            code=code, position=position, letter_zh_hans=letter, letter_zh_hant=letter, letter_en=code.upper(),
            zh_hans=name, zh_hant=name, en=name,
        )  # fmt: skip
        Node.objects.create(code=f"{code}-customs", side_id=code, zh_hans=name, zh_hant=name, en=name)
    units = (
        ("GACC-GD", "GEN", "gd", "CN", True), ("CUS-53", "GEN", "gd", "CN", False),
        ("CUS-51", "GEN", "gd", "CN", False),
        ("HK-CED", "IPIB", "hk", "HK", True), ("HK-CED", "CTI", "hk", "HK", False),
    )  # fmt: skip
    for agency, unit, side, calendar, is_liaison in units:
        made, is_new = Agency.objects.get_or_create(code=agency, defaults={"side_id": side, "confidence": "high"})
        if is_new:
            AgencyName.objects.create(agency=made, zh_hans=agency, zh_hant=agency, en=agency)
        Unit.objects.create(
            code=f"{agency}/{unit}", agency=made, node_id=f"{side}-customs", calendar=calendar, is_liaison=is_liaison,
            zh_hans=unit, zh_hant=unit, en=unit,
        )  # fmt: skip
    make_ports()


def make_ports() -> None:
    """Make a port on each side."""
    ports = (("GD-SZB", "gd", "深圳湾口岸", "深圳灣口岸"), ("HK-SZB", "hk", "深圳湾管制站", "深圳灣管制站"))
    for code, side, hans, hant in ports:
        Port.objects.create(
            code=code, side_id=side, zh_hans=hans, zh_hant=hant, en="Shenzhen Bay", type="land", traffic="cargo",
            confidence="high",
        )  # fmt: skip


def make_codes() -> None:
    """Make a few coded names."""
    GoodsCategory.objects.create(code="G05B", zh_hans="箱包", zh_hant="手袋", en="Bags", hs_chapters="42")
    GoodsCategory.objects.create(code="G05C", zh_hans="手表", zh_hant="手錶", en="Watches", hs_chapters="91")
    for code in ("42", "91"):
        HsChapter.objects.create(code=code, section="VIII", zh_hans=code, zh_hant=code, en=code)
    Destination.objects.create(code="AE", zh_hans="阿联酋", zh_hant="阿聯酋", en="United Arab Emirates", short_en="UAE")
    ModusOperandi.objects.create(code="CN-01", group="concealment", zh_hans="夹藏", zh_hant="夾藏", en="Hidden")


def make_officer(username: str, unit_code: str, *roles: str) -> Officer:
    """Make an officer who holds roles in a unit."""
    officer = Officer(
        username=username, display_name=username.title(), email=f"{username}@example.org",
        agency_code=unit_code.partition("/")[0], unit_code=unit_code, language="en",
    )  # fmt: skip
    officer.set_unusable_password()
    officer.save()
    for role in roles:
        RoleGrant.objects.create(officer=officer, role=role, unit_code=unit_code)
    return officer


def entry_of(kind: str, item_id: UUID | str, version: int = 1, **more: object) -> OutboxEntry:
    """Return an outbox row as the exchange hands it to `released`, not saved."""
    values: dict[str, object] = {"created_at": SENT_AT, "marking": "AMBER", "from_unit": "CUS-53/GEN", **more}
    return OutboxEntry(kind=kind, item_id=item_id, item_ver=version, **values)


def received(kind: str, body: dict[str, object], **more: object) -> Received:
    """Return what arrives at Hong Kong Customs from Guangdong Customs, unless told otherwise."""
    values: dict[str, object] = {
        "item_id": str(uuid4()), "item_ver": 1, "from_unit": "CUS-53/GEN", "to_unit": "HK-CED/IPIB",
        "sender_node": "gd-customs", "marking": "AMBER", "obligation": None, "ref": "", "ts": SENT_AT, "seq": 7,
    }  # fmt: skip
    return Received(kind=kind, body=body, **{**values, **more})  # type: ignore[arg-type]  # test data by name


@dataclass
class Desk:
    """Stands where the release chain and the outbox stand, and remembers what was handed over."""

    submitted: list[tuple[str, str]] = field(default_factory=list)
    sent: list[object] = field(default_factory=list)
