from dataclasses import replace

import pytest

from yuegang.engine.protocol.canonical import canonical, parse_canonical
from yuegang.engine.protocol.errors import ReceiptError
from yuegang.engine.protocol.receipt import Receipt, Rejection, build_receipt, parse_receipt, verify_receipt

from .builders import LOG, cursor_of, frontier_of, log_of

ENTRIES = log_of(5)
GOOD = Receipt(
    log=LOG,
    first=2,
    until=4,
    last=cursor_of(ENTRIES[:4]).last,
    head_size=5,
    head_root=frontier_of(ENTRIES).root_text(),
    rejected=(Rejection(2, "entry.field"), Rejection(4, "body.open")),
)


def digest_at(seq: int) -> str | None:
    return cursor_of(ENTRIES[:seq]).last if seq <= len(ENTRIES) else None


def root_at(size: int) -> str | None:
    return frontier_of(ENTRIES).root_text() if size == len(ENTRIES) else None


def refused_by(receipt: Receipt) -> tuple[str, str]:
    with pytest.raises(ReceiptError) as refused:
        verify_receipt(receipt, LOG, digest_at, root_at)
    return refused.value.rule, refused.value.place


def test_a_receipt_reads_back_as_it_was_written() -> None:
    assert parse_receipt(build_receipt(GOOD)) == GOOD
    verify_receipt(GOOD, LOG, digest_at, root_at)
    verify_receipt(replace(GOOD, head_size=4, head_root=GOOD.last), LOG, digest_at, root_at)  # root no longer known


def test_a_receipt_for_what_we_never_sent_is_evidence() -> None:
    assert refused_by(replace(GOOD, log=("hk-customs", "gd-customs"))) == ("receipt.log", "log")
    assert refused_by(replace(GOOD, until=3)) == ("receipt.last", "last")
    assert refused_by(replace(GOOD, until=6, head_size=6)) == ("receipt.last", "last")
    assert refused_by(replace(GOOD, head_root=GOOD.last)) == ("receipt.head", "head")


@pytest.mark.parametrize(
    ("name", "bad", "place"),
    [
        ("from", 0, "from"),
        ("from", 5, "from"),
        ("to", "4", "from"),
        ("last", "x", "last"),
        ("head", [], "head"),
        ("head", {"size": 5}, "head"),
        ("head", {"size": 3, "root": GOOD.last}, "head"),
        ("head", {"size": "5", "root": GOOD.last}, "head"),
        ("head", {"size": 5, "root": ""}, "head"),
        ("log", "gd-customs", "log"),
        ("log", ["gd-customs"], "log"),
        ("log", ["gd-customs", 1], "log"),
        ("rejected", {}, "rejected"),
        ("rejected", [1], "rejected"),
        ("rejected", [{"seq": 2}], "rejected"),
        ("rejected", [{"seq": 9, "rule": "entry.field"}], "rejected"),
        ("rejected", [{"seq": True, "rule": "entry.field"}], "rejected"),
        ("rejected", [{"seq": 2, "rule": "a b"}], "rejected"),
        ("rejected", [{"seq": 3, "rule": "a"}, {"seq": 3, "rule": "a"}], "rejected"),
        ("extra", 1, ""),
    ],
)
def test_a_wrong_field_is_named(name: str, bad: object, place: str) -> None:
    value = parse_canonical(build_receipt(GOOD))
    assert isinstance(value, dict)
    with pytest.raises(ReceiptError) as refused:
        parse_receipt(canonical({**value, name: bad}))
    assert (refused.value.rule, refused.value.place) == ("receipt.field", place)


def test_a_receipt_is_canonical_and_never_written_wrong() -> None:
    with pytest.raises(ReceiptError) as loose:
        parse_receipt(build_receipt(GOOD) + b" ")
    assert loose.value.rule == "receipt.canonical"
    with pytest.raises(ReceiptError) as wrong:
        build_receipt(replace(GOOD, first=9))
    assert wrong.value.rule == "receipt.field"
