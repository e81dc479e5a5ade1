"""Bytes nobody signed are never taken and never break the reader."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faults.hostile import FAULTS
from tests.faults.scale import injected, times
from yuegang.engine.protocol.batch import Cursor, check_batch
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.receipt import parse_receipt
from yuegang.engine.protocol.segment import read_segment, write_segment
from yuegang.engine.protocol.tests.builders import LOG, OPENER, ROSTER, SIGNER, log_of, signed_head
from yuegang.engine.protocol.tree import Frontier
from yuegang.exchange.bodies import unpack
from yuegang.exchange.errors import ExchangeError

ENTRIES = log_of(3)
HEAD = signed_head(ENTRIES)
GOOD = write_segment(ENTRIES, HEAD)
SHORTER = write_segment(ENTRIES[:2], signed_head(ENTRIES[:2]))
HEADERS, BODIES, SEGMENTS = times(400, 70_000), times(400, 70_000), times(400, 70_000)
quiet = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
edits = st.lists(
    st.tuples(st.integers(0, 2000), st.sampled_from(["set", "cut", "add"]), st.binary(max_size=6)), max_size=6
)


def edited(data: bytes, changes: list[tuple[int, str, bytes]]) -> bytes:
    """Change, take out or put in some bytes."""
    for place, what, piece in changes:
        at = place % (len(data) + 1)
        data = data[:at] + (b"" if what == "cut" else piece) + data[at + (0 if what == "add" else len(piece)) :]
    return data


def taken(segment: bytes) -> list[bytes]:
    """Return the headers a reader at the start takes from a segment; nothing but a named refusal may be raised."""
    try:
        found = read_segment(segment)
    except ProtocolError:
        return []
    verdict = check_batch(Cursor(LOG), found, ROSTER, Frontier())
    return [one.entry.header_bytes for one in verdict.entries]


def is_honest(headers: list[bytes]) -> bool:
    """Tell whether these are the first entries of the log and nothing else."""
    return headers == [entry.header_bytes for entry in ENTRIES[: len(headers)]]


@settings(quiet, max_examples=HEADERS)
@given(edits, st.integers(0, 2), st.booleans())
def test_a_header_nobody_signed_is_never_taken(changes: list[tuple[int, str, bytes]], which: int, signs: bool) -> None:
    forged = list(ENTRIES)
    header = edited(ENTRIES[which].header_bytes, changes)
    signature = ENTRIES[which].signature if signs else edited(ENTRIES[which].signature, changes)
    forged[which] = type(forged[which])(header, signature, ENTRIES[which].body)
    assert is_honest(taken(write_segment(forged, HEAD)))


@settings(quiet, max_examples=BODIES)
@given(edits, st.binary(max_size=200))
def test_a_body_nobody_wrote_is_never_taken_and_never_breaks_a_parser(
    changes: list[tuple[int, str, bytes]], noise: bytes
) -> None:
    body = edited(ENTRIES[0].body or b"", changes)
    forged = [type(ENTRIES[0])(ENTRIES[0].header_bytes, ENTRIES[0].signature, body), *ENTRIES[1:]]
    assert taken(write_segment(forged, HEAD)) == [] or body == ENTRIES[0].body
    for data in (body, noise):
        for parse in (unpack, parse_receipt, lambda sealed: OPENER.open(sealed, b"info")):
            try:
                parse(data)
            except (ProtocolError, ExchangeError):
                continue


@settings(quiet, max_examples=SEGMENTS)
@given(edits, st.integers(0, 2**32))
def test_a_segment_nobody_sent_gives_only_what_was_signed(changes: list[tuple[int, str, bytes]], seed: int) -> None:
    dice = random.Random(seed)
    damaged = dice.choice(FAULTS)(dice, GOOD, [SHORTER])
    assert is_honest(taken(edited(damaged, changes) if dice.random() < 0.5 else damaged))


def test_the_number_of_tries_is_told() -> None:
    assert taken(GOOD) == [entry.header_bytes for entry in ENTRIES] and SIGNER.key_id
    injected("forged headers, bodies and segments", HEADERS + BODIES + SEGMENTS)
