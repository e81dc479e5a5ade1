"""What the gate lets through, holds, refuses, and takes in."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.protocol.canonical import canonical
from yuegang.engine.protocol.errors import GateError
from yuegang.engine.protocol.gate import (
    Assessment,
    Clearance,
    FieldRule,
    Ground,
    KindSchema,
    PlacedFinding,
    accept,
    compile,
    find,
)
from yuegang.engine.protocol.schema import build

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SCHEMA = KindSchema(
    "lead",
    1,
    (
        FieldRule("/goods", "A", "text", required=True, free_text=True),
        FieldRule("/waybill", "A", "code"),
        FieldRule("/route/port", "A", "code", choices=("GD-SZB", "GD-LTG")),
        FieldRule("/mo_codes", "A", "codes"),
        FieldRule("/items", "A", "integer"),
        FieldRule("/parties/*/name", "B", "code"),
        FieldRule("/parties/*/role", "A", "code"),
        FieldRule("/persons", "C", "text"),
        FieldRule("/informer", "D", "text"),
    ),
)
ITEM: dict[str, object] = {"goods": "手表三批", "items": 1200, "route": {"port": "GD-SZB"}, "mo_codes": ["PL-04"]}
ASSESSMENT = Assessment("PIA-2026-01", "lead", ("/persons",), "hk-customs", NOW + timedelta(days=1))
GROUND = Ground("/parties/*/name", "Cap. 362 s. 16C", "names the consignee to look for", "officer-1")
FREE = Clearance("hk-customs", NOW)
ID = "11010519491231002X"


def refused(item: Mapping[str, object], clearance: Clearance = FREE) -> list[tuple[str, str]]:
    with pytest.raises(GateError) as error:
        compile(SCHEMA, item, clearance)
    return [(one.rule, one.place) for one in error.value.refusals]


def test_listed_class_a_fields_leave_and_unlisted_ones_do_not() -> None:
    item = ITEM | {"internal_note": "only ours", "route": {"port": "GD-SZB", "guard": "ours"}, "waybill": ""}
    compiled = compile(SCHEMA, item, FREE)
    assert compiled.body == ITEM
    assert compiled.manifest == ("/goods", "/items", "/mo_codes", "/route/port")
    assert compiled.held == ()


def test_class_b_needs_a_ground_with_statute_necessity_and_approver() -> None:
    item = ITEM | {"parties": [{"name": "甲公司", "role": "consignor"}, {"name": "乙公司"}]}
    assert refused(item) == [("gate.ground", "/parties/0/name"), ("gate.ground", "/parties/1/name")]
    for blank in (replace(GROUND, statute=" "), replace(GROUND, necessity=""), replace(GROUND, approver="")):
        assert refused(item, replace(FREE, grounds=[blank]))
    compiled = compile(SCHEMA, item, replace(FREE, grounds=[GROUND]))
    assert compiled.body["parties"] == item["parties"]
    one = replace(FREE, grounds=[replace(GROUND, pointer="/parties/0/name")])
    assert refused(item, one) == [("gate.ground", "/parties/1/name")]


def test_a_withheld_field_stays_home_and_needs_no_ground() -> None:
    item = ITEM | {"parties": [{"name": "甲公司", "role": "consignor"}, {"name": "乙公司"}, {"role": "consignee"}]}
    compiled = compile(SCHEMA, item, replace(FREE, withheld=frozenset({"/parties/*/name"})))
    assert compiled.body["parties"] == [{"role": "consignor"}, {"role": "consignee"}]
    assert "/parties/1/role" in compiled.manifest
    assert [(one.pointer, one.cls, one.reason) for one in compiled.held] == [
        ("/parties/0/name", "B", "withheld"),
        ("/parties/1/name", "B", "withheld"),
    ]
    assert refused(ITEM, replace(FREE, withheld=frozenset({"/goods"}))) == [("gate.required", "/goods")]


def test_class_c_is_held_without_an_assessment() -> None:
    compiled = compile(SCHEMA, ITEM | {"persons": f"司机 {ID}"}, FREE)
    assert [(one.pointer, one.cls, one.reason) for one in compiled.held] == [("/persons", "C", "assessment")]
    assert ID not in canonical(compiled.body).decode()


@pytest.mark.parametrize(
    "lacking",
    [
        {"scope": "feedback"},
        {"fields": ("/goods",)},
        {"recipient": "mo-customs"},
        {"expires": NOW},
        {"reference": " "},
    ],
)
def test_class_c_is_held_when_the_assessment_does_not_cover_it(lacking: dict[str, object]) -> None:
    covering = replace(ASSESSMENT, **lacking)  # type: ignore[arg-type]  # parametrised field
    compiled = compile(SCHEMA, ITEM | {"persons": "司机"}, replace(FREE, assessments=[covering]))
    assert "persons" not in compiled.body
    assert compiled.held[0].reason == "assessment"


def test_class_c_leaves_under_an_assessment_and_names_it() -> None:
    item = ITEM | {"persons": f"司机 {ID}"}
    compiled = compile(SCHEMA, item, replace(FREE, assessments=[ASSESSMENT]))
    assert compiled.body["persons"] == f"司机 {ID}"
    assert compiled.body["_clearance"] == {"assessments": {"/persons": "PIA-2026-01"}}
    assert "/persons" in compiled.manifest
    assert accept(SCHEMA, compiled.body) == item


def test_class_d_and_marks_of_secrecy_are_refused_wherever_they_stand() -> None:
    assert refused(ITEM | {"informer": "x"}) == [("gate.class_d", "/informer")]
    assert ("gate.secret", "/notes/0/a") in refused(ITEM | {"notes": [{"a": "绝密"}, 3]})
    assert ("gate.secret", "/persons") in refused(ITEM | {"persons": "TOP SECRET"})
    withheld = replace(FREE, withheld=frozenset({"/informer"}))
    assert refused(ITEM | {"informer": "x"}, withheld) == [("gate.class_d", "/informer")]


def test_required_and_ill_typed_fields_are_refused_together() -> None:
    assert refused({"items": True, "waybill": "a\nb"}) == [
        ("gate.required", "/goods"),
        ("gate.type", "/waybill"),
        ("gate.type", "/items"),
    ]
    assert refused(ITEM | {"route": {"port": "HK-LMC"}}) == [("gate.type", "/route/port")]
    assert refused(ITEM | {"goods": {"hidden": 1}}) == [("gate.type", "/goods")]
    assert refused(ITEM | {"route": "GD-SZB", "parties": "x", "goods": ""}) == [("gate.required", "/goods")]


def test_a_finding_blocks_until_resolved_even_if_nobody_scanned() -> None:
    item = ITEM | {"goods": f"司机证件 {ID}"}
    assert refused(item) == [("gate.finding", "/goods")]
    (found,) = find(SCHEMA, item)
    assert (found.pointer, found.kind, found.text) == ("/goods", "mainland_id", ID)
    assert refused(item, replace(FREE, findings=[found])) == [("gate.finding", "/goods")]
    stale = replace(found, resolution="removed", start=0, end=2)
    assert refused(item, replace(FREE, findings=[stale])) == [("gate.finding", "/goods")]


def test_a_resolved_finding_is_cut_out_replaced_or_kept() -> None:
    item = ITEM | {"goods": f"司机 {ID} 与 13800138000"}
    person, phone = find(SCHEMA, item)
    clearance = replace(
        FREE,
        findings=[
            replace(person, resolution="replaced", replacement="（司机）"),
            replace(phone, resolution="not_personal"),
        ],
    )
    assert compile(SCHEMA, item, clearance).body["goods"] == "司机 （司机） 与 13800138000"
    removed = replace(FREE, findings=[replace(person, resolution="removed"), replace(phone, resolution="removed")])
    assert compile(SCHEMA, item, removed).body["goods"] == "司机  与"
    alone = find(SCHEMA, {"goods": ID})
    gone = replace(FREE, findings=[replace(alone[0], resolution="removed")])
    assert refused({"goods": ID}, gone) == [("gate.required", "/goods")]


def test_known_names_block_and_codes_are_not_read_as_telephones() -> None:
    item = ITEM | {"waybill": "13800138000", "goods": "陈大文的货"}
    named = replace(FREE, known_names=["陈大文"])
    assert refused(item, named) == [("gate.finding", "/goods")]
    assert [one.kind for one in find(SCHEMA, item, ["陈大文"])] == ["name"]
    assert refused(ITEM | {"mo_codes": ["PL-04", ID]}) == [("gate.finding", "/mo_codes")]


def test_an_open_finding_in_a_field_that_stays_home_does_not_block() -> None:
    item = ITEM | {"waybill": ID}
    found = find(SCHEMA, item)
    clearance = replace(FREE, findings=found, withheld=frozenset({"/waybill"}))
    assert "waybill" not in compile(SCHEMA, item, clearance).body
    stranger = PlacedFinding("/elsewhere", "phone", 0, 1, "1")
    assert refused(ITEM, replace(FREE, findings=[stranger])) == [("gate.finding", "/elsewhere")]


def accepted_refusals(body: object) -> list[tuple[str, str]]:
    with pytest.raises(GateError) as error:
        accept(SCHEMA, body)
    return [(one.rule, one.place) for one in error.value.refusals]


@pytest.mark.parametrize(
    ("change", "rule", "place"),
    [
        ({"extra": 1}, "accept.unknown", "/extra"),
        ({"extra": {}}, "accept.unknown", "/extra"),
        ({"route": {"port": "GD-SZB", "x": [1]}}, "accept.unknown", "/route/x/0"),
        ({"route/port": "GD-SZB", "route": {"port": "GD-SZB"}}, "accept.unknown", "/route~1port"),
        ({"parties": {"0": {"name": "x"}}}, "accept.unknown", "/parties/0/name"),
        ({"waybill": None}, "accept.unknown", "/waybill"),
        ({"items": "12"}, "accept.type", "/items"),
        ({"goods": ""}, "accept.type", "/goods"),
        ({"goods": "e\u0301"}, "accept.type", "/goods"),
        ({"goods": "机密"}, "accept.secret", "/goods"),
        ({"persons": "x"}, "accept.assessment", "/persons"),
        ({"informer": "x"}, "accept.class_d", "/informer"),
        ({"_clearance": {}}, "accept.type", "/_clearance"),
        ({"_clearance": {"assessments": {"/goods": "R"}}}, "accept.type", "/_clearance"),
        ({"_clearance": {"assessments": {"/persons": 1}}}, "accept.type", "/_clearance"),
        ({"_clearance": {"assessments": []}}, "accept.type", "/_clearance"),
    ],
)
def test_the_receiver_refuses(change: dict[str, object], rule: str, place: str) -> None:
    assert (rule, place) in accepted_refusals(ITEM | change)


def test_the_receiver_refuses_what_is_no_object_or_lacks_a_field() -> None:
    assert accepted_refusals([]) == [("accept.type", "")]
    assert accepted_refusals({}) == [("accept.required", "/goods")]


def test_a_schema_that_cannot_work_is_refused() -> None:
    for pointer, type_ in (("goods", "text"), ("/_clearance/x", "text"), ("/goods", "picture")):
        with pytest.raises(ValueError, match=pointer):
            FieldRule(pointer, "A", type_)
    with pytest.raises(ValueError, match="/a/b"):
        build([(("a",), 1), (("a", "b"), 2)])
    assert SCHEMA.rule("/parties/12/name") is SCHEMA.fields[5]
    assert SCHEMA.rule("/parties") is None


CANARY = "CANARY-7f3a"
_values = st.recursive(
    st.just(CANARY) | st.integers() | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["x", "y", "persons", "narrative", "created_by"]), _values, max_size=5), _values)
def test_no_value_of_a_field_not_allowed_is_ever_in_the_bytes(unlisted: dict[str, object], deep: object) -> None:
    item = unlisted | ITEM | {"route": {"port": "GD-SZB", "z": deep}, "parties": [{"role": "consignor", "id": deep}]}
    compiled = compile(SCHEMA, item, FREE)
    data = canonical(compiled.body).decode()
    assert CANARY not in data
    assert accept(SCHEMA, json.loads(data)) == compiled.body


@given(st.text(max_size=80), st.text(max_size=80))
def test_an_identity_number_never_crosses_in_any_text(before: str, after: str) -> None:
    item = ITEM | {"goods": f"{before}，{ID}，{after}"}
    with pytest.raises(GateError):
        compile(SCHEMA, item, FREE)
