import json
import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.protocol.canonical import (
    MAX_INTEGER,
    canonical,
    check,
    digest,
    parse_ascii_fast,
    parse_canonical,
    parse_strict,
)
from yuegang.engine.protocol.errors import CanonicalError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
)
names = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=8)
scalars = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts
values = st.recursive(scalars, lambda part: st.lists(part, max_size=4) | st.dictionaries(names, part, max_size=4))


def rule_of(action: object, *arguments: object) -> tuple[str, str]:
    with pytest.raises(CanonicalError) as refused:
        action(*arguments)  # type: ignore[operator]  # one of the functions under test
    return refused.value.rule, refused.value.place


@given(values)
def test_it_writes_what_rfc_8785_says(value: object) -> None:
    written = canonical(value)
    assert written == rfc8785.dumps(value)  # type: ignore[arg-type]  # generated JSON
    assert parse_canonical(written) == value
    assert parse_strict(written) == value


@given(values)
def test_other_bytes_of_the_same_value_are_strict_but_not_canonical(value: object) -> None:
    loose = json.dumps(value, indent=1).encode() + b" "
    assert parse_strict(loose) == value
    assert rule_of(parse_canonical, loose)[0] == "canonical.form"


@given(st.binary(max_size=60) | st.text('{}[]",:0123456789.eE-ntfu\\ ', max_size=40).map(str.encode))
def test_whatever_arrives_is_either_read_exactly_or_refused_by_name(data: bytes) -> None:
    try:
        assert canonical(parse_canonical(data)) == data
    except CanonicalError as refused:
        assert refused.rule.startswith("canonical.")


@pytest.mark.parametrize(
    ("value", "rule", "place"),
    [
        ({"a": [1, 1.5]}, "canonical.float", "/a/1"),
        ({"a": 2**53}, "canonical.integer", "/a"),
        ({"a": -(2**53)}, "canonical.integer", "/a"),
        ({"a": "e\u0301"}, "canonical.nfc", "/a"),
        ({"a": "\ud800"}, "canonical.utf8", "/a"),
        ({"口岸": 1}, "canonical.name", ""),
        ({"a": {"": 1}}, "canonical.name", "/a"),
        ({1: 1}, "canonical.name", ""),
        ({"a": b"raw"}, "canonical.type", "/a"),
    ],
)
def test_it_refuses_to_write_what_the_profile_forbids(value: object, rule: str, place: str) -> None:
    assert rule_of(canonical, value) == (rule, place)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b'{"a":1,"a":1}', "canonical.duplicate"),
        (b"1.0", "canonical.float"),
        (b"1e3", "canonical.float"),
        (b"NaN", "canonical.float"),
        (b"9007199254740992", "canonical.integer"),
        ('"e\u0301"'.encode(), "canonical.nfc"),
        (rb'"\ud800"', "canonical.utf8"),
        (b'"\xff"', "canonical.utf8"),
        (b"{", "canonical.json"),
        (b"", "canonical.json"),
        (b"[" * 17 + b"]" * 17, "canonical.depth"),
        (b"[" * 100_000, "canonical.depth"),
        (b'"' + b"a" * 1_048_576 + b'"', "canonical.size"),
    ],
)
def test_it_refuses_bytes_outside_the_profile(data: bytes, rule: str) -> None:
    assert rule_of(parse_strict, data)[0] == rule


@pytest.mark.parametrize(
    "data",
    [b'{"b":1,"a":1}', b'{"a": 1}', rb'"\u0041"', b"-0", b'{"a":1,"a":1}', rb'"\/"', rb'"\ud800"', b'{"a":1}\n'],
)
def test_it_refuses_another_spelling_of_the_same_value(data: bytes) -> None:
    assert rule_of(parse_canonical, data)[0] == "canonical.form"


def test_a_combining_mark_after_an_escape_is_normal_text() -> None:
    value = {"a": "\n\u0301"}
    assert parse_canonical(canonical(value)) == value


def test_ascii_text_read_fast_still_leaves_no_room_for_endless_nesting() -> None:
    nested = b"[" * 900 + b"]" * 900
    assert parse_ascii_fast(nested, 2_000)
    assert rule_of(parse_canonical, nested)[0] == "canonical.depth"


def test_depth_sixteen_is_the_last_allowed() -> None:
    check(json.loads("[" * 16 + "]" * 16))
    assert rule_of(check, json.loads("[" * 17 + "]" * 17))[0] == "canonical.depth"


def test_a_digest_names_its_algorithm() -> None:
    assert digest(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
