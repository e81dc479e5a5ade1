from datetime import UTC, datetime, timedelta

import pytest

from yuegang.engine.protocol.errors import RosterError
from yuegang.engine.protocol.roster import Roster, fingerprint, key_object, read_key

from .builders import ROSTER, sealing_key, signing_key

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_validity_begins_and_ends_on_the_moment() -> None:
    roster = Roster([signing_key(revoked_at=datetime(2027, 1, 1, tzinfo=UTC))])
    moment = timedelta(milliseconds=1)
    assert roster.signing("gd-customs.sign.1", datetime(2026, 1, 1, tzinfo=UTC))
    assert roster.signing("gd-customs.sign.1", datetime(2027, 1, 1, tzinfo=UTC) - moment)
    for time, rule in (
        (datetime(2026, 1, 1, tzinfo=UTC) - moment, "roster.not_yet_valid"),
        (datetime(2027, 1, 1, tzinfo=UTC), "roster.revoked"),
        (datetime(2028, 1, 1, tzinfo=UTC), "roster.expired"),
    ):
        with pytest.raises(RosterError) as refused:
            roster.signing("gd-customs.sign.1", time)
        assert (refused.value.rule, refused.value.place) == (rule, "gd-customs.sign.1")


def test_a_key_serves_only_its_use() -> None:
    roster = Roster([signing_key(use="http")])
    assert roster.http("gd-customs.sign.1", NOW).use == "http"
    with pytest.raises(RosterError) as refused:
        ROSTER.http("gd-customs.sign.1", NOW)
    assert refused.value.rule == "roster.use"


def test_bodies_are_sealed_to_the_newest_good_key_of_the_unit() -> None:
    newer = sealing_key(key_id="hk-customs.ipib.2", valid_from=datetime(2026, 6, 1, tzinfo=UTC))
    roster = Roster([newer, sealing_key(), signing_key()])
    assert roster.sealing("hk-customs", "CED-IPIB", NOW) is newer
    assert roster.sealing("hk-customs", "CED-IPIB", datetime(2026, 2, 1, tzinfo=UTC)).key_id == "hk-customs.ipib.1"
    for node, unit in (("hk-customs", "CED"), ("gd-customs", "CED-IPIB")):
        with pytest.raises(RosterError) as refused:
            roster.sealing(node, unit, NOW)
        assert (refused.value.rule, refused.value.place) == ("roster.unit", unit)


def test_one_name_stands_for_one_key() -> None:
    with pytest.raises(RosterError) as refused:
        Roster([signing_key(), signing_key(public=bytes(32))])
    assert (refused.value.rule, refused.value.place) == ("roster.duplicate", "gd-customs.sign.1")


@pytest.mark.parametrize("key", [signing_key(), sealing_key(revoked_at=NOW, reason="lost")])
def test_a_key_reads_back_as_it_was_written(key) -> None:  # type: ignore[no-untyped-def]  # a Key
    assert read_key(key_object(key)) == key


def test_a_fingerprint_names_the_key_and_outlives_its_revocation() -> None:
    assert fingerprint(signing_key()) == fingerprint(signing_key(revoked_at=NOW, reason="lost"))
    assert fingerprint(signing_key()) != fingerprint(signing_key(public=bytes(32)))


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("node", ""),
        ("unit", " "),
        ("public", "0G"),
        ("public", "0"),
        ("public", "AA"),
        ("public", ""),
        ("public", "00 00"),
        ("public", None),
        ("use", "all"),
        ("revoked_at", "never"),
        ("reason", "x" * 201),
        ("not_after", None),
    ],
)
def test_a_malformed_key_is_refused(name: str, bad: object) -> None:
    with pytest.raises(RosterError) as refused:
        read_key({**key_object(signing_key()), name: bad})
    assert (refused.value.rule, refused.value.place) == ("roster.field", name)


def test_a_key_has_exactly_its_fields() -> None:
    values: list[object] = [[], {**key_object(signing_key()), "private": ""}]
    for value in values:
        with pytest.raises(RosterError) as refused:
            read_key(value)
        assert refused.value.rule == "roster.field"
