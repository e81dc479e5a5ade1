"""Units, nodes and officers of both sides, as far as the exchange needs them."""

from datetime import timedelta

from yuegang.accounts.models import Officer, RoleGrant
from yuegang.base import clock
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT
from yuegang.parties.models import Agency, Node, Side, Unit


def make_parties() -> None:
    """Make the two sides with a node and a unit each."""
    for position, (code, calendar, unit) in enumerate((("gd", "CN", OUR_UNIT), ("hk", "HK", PEER_UNIT)), 1):
        letters = {"letter_zh_hans": code[0], "letter_zh_hant": code[0], "letter_en": code}
        Side.objects.create(code=code, zh_hans=code, zh_hant=code, en=code, position=position, **letters)
        node = Node.objects.create(code=f"{code}-customs", side_id=code, zh_hans=code, zh_hant=code, en=code)
        agency = Agency.objects.create(code=unit.partition("/")[0], side_id=code, confidence="high")
        Unit.objects.create(code=unit, agency=agency, node=node, calendar=calendar, zh_hans=unit, zh_hant=unit, en=unit)


def make_officer(username: str, *roles: str) -> Officer:
    """Make an officer of our unit with roles."""
    officer = Officer.objects.create(
        username=username,
        display_name=username,
        email=f"{username}@example.org",
        agency_code=OUR_UNIT.partition("/")[0],
        unit_code=OUR_UNIT,
        language="en",
    )
    began = clock.now() - timedelta(days=1)
    for role in roles:
        RoleGrant.objects.create(officer=officer, role=role, unit_code=OUR_UNIT, valid_from=began)
    return officer
