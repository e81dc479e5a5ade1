import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.errors import SegmentError
from yuegang.engine.protocol.head import SignedHead
from yuegang.engine.protocol.segment import MAX_ENTRIES, MAX_SEGMENT, read_segment, write_segment

from .builders import log_of, signed_head

ENTRIES = log_of(3)
HEAD = signed_head(ENTRIES)
GOOD = write_segment(ENTRIES, HEAD)
LINES = GOOD.splitlines(keepends=True)

raw = st.binary(max_size=40)
entries = st.builds(Entry, raw, raw, st.none() | raw)


def refused_by(data: bytes) -> tuple[str, str]:
    with pytest.raises(SegmentError) as refused:
        read_segment(data)
    return refused.value.rule, refused.value.place


@given(st.lists(entries, max_size=5), raw, raw)
def test_a_segment_reads_back_as_it_was_written(found: list[Entry], head: bytes, signature: bytes) -> None:
    data = write_segment(found, SignedHead(head, signature))
    assert read_segment(data) == (found, SignedHead(head, signature))


@given(st.integers(0, len(GOOD) - 1))
def test_a_cut_anywhere_is_seen(length: int) -> None:
    assert refused_by(GOOD[:length])[0] == "segment.truncated"


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
@settings(max_examples=200)
def test_a_changed_byte_is_refused_or_changes_what_is_read(place: int, mask: int) -> None:
    data = bytearray(GOOD)
    data[place] ^= mask
    try:
        found, head = read_segment(bytes(data))
    except SegmentError as refused:
        assert refused.rule in ("segment.line", "segment.truncated")
    else:
        assert write_segment(found, head) == bytes(data) != GOOD


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b"[]",
        b"[" * 5_000,
        b"\xff",
        LINES[0].strip() + b" ",
        LINES[0].strip().replace(b'{"b"', b'{ "b"'),
        LINES[0].strip().replace(b"null", b'""'),
        b'{"b":null,"h":"QQ==","s":"QR=="}',  # stray bits after the last byte
        b'{"b":null,"h":"QQ==","h":"QQ==","s":"QQ=="}',
        b"",
    ],
)
def test_a_line_of_another_form_is_refused_by_its_number(line: bytes) -> None:
    bad = line if line != LINES[0].strip() else b"{}"
    assert refused_by(LINES[0] + bad + b"\n" + LINES[-1]) == ("segment.line", "2")


@pytest.mark.parametrize(
    "line",
    [b'{"head":"","s":1}', b'{"head":"", "s":""}', b'{"head":"Q","s":""}', b'{"head":"QR==","s":""}', b'{"head":'],
)
def test_a_damaged_last_line_is_refused(line: bytes) -> None:
    assert refused_by(LINES[0] + line + b"\n") == ("segment.line", "2")


def test_a_segment_without_its_head_is_truncated() -> None:
    assert refused_by(b"".join(LINES[:-1])) == ("segment.truncated", "3")
    assert refused_by(b"") == ("segment.truncated", "1")
    for line in (b"[]", b"{}", b"{", b"\xff", b"[" * 5_000):
        assert refused_by(line + b"\n") == ("segment.truncated", "1")


def test_there_are_limits() -> None:
    assert refused_by(b"\n" * (MAX_ENTRIES + 2))[0] == "segment.count"
    assert refused_by(b"x" * (MAX_SEGMENT + 1))[0] == "segment.size"


def test_base64_is_padded_and_lines_end_in_a_line_feed() -> None:
    assert write_segment([Entry(b"h", b"s", b"b")], SignedHead(b"head", b"sig")) == (
        b'{"b":"Yg==","h":"aA==","s":"cw=="}\n{"head":"aGVhZA==","s":"c2ln"}\n'
    )
    assert base64.b64decode("aGVhZA==") == b"head"
