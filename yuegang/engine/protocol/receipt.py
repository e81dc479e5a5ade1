"""Acknowledge, as a node, a range of entries that are durably stored (docs/protocol.md, section 9).

A receipt travels as an entry of kind "receipt" in the opposite log, so its header's signature covers it and,
with it, the head of the log it names. Receipts are never receipted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from . import fields
from .canonical import canonical, parse_canonical
from .errors import CanonicalError, ReceiptError

KIND = "receipt"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Name one entry of the range that was stored but not applied, and the rule it broke."""

    seq: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Hold the range [first, until] of a log, the digest of its last header and the head seen."""

    log: tuple[str, str]
    first: int
    until: int
    last: str
    head_size: int
    head_root: str
    rejected: tuple[Rejection, ...] = ()


def build_receipt(receipt: Receipt) -> bytes:
    """Return the canonical body of a receipt; raises ReceiptError "receipt.field"."""
    value: dict[str, object] = {
        "from": receipt.first,
        "head": {"root": receipt.head_root, "size": receipt.head_size},
        "last": receipt.last,
        "log": list(receipt.log),
        "rejected": [{"rule": item.rule, "seq": item.seq} for item in receipt.rejected],
        "to": receipt.until,
    }
    _read(value)
    return canonical(value)


def parse_receipt(body: bytes) -> Receipt:
    """Return the receipt of a body; raises ReceiptError: receipt.canonical, receipt.field."""
    try:
        value = parse_canonical(body)
    except CanonicalError as error:
        raise ReceiptError("receipt.canonical", error.place, {"cause": error.rule}) from error
    return _read(value)


def verify_receipt(
    receipt: Receipt,
    log: tuple[str, str],
    digest_at: Callable[[int], str | None],
    root_at: Callable[[int], str | None],
) -> None:
    """Check that a receipt describes our own log.

    digest_at(seq) gives our header's digest, root_at(size) our tree root if still known; None if unknown.
    Raises ReceiptError: receipt.log, receipt.last (an entry that was never ours: evidence of a fork),
    receipt.head (a head we never signed).
    """
    if receipt.log != log:
        raise ReceiptError("receipt.log", "log")
    if digest_at(receipt.until) != receipt.last:
        raise ReceiptError("receipt.last", "last", {"seq": receipt.until})
    known = root_at(receipt.head_size)
    if known is not None and known != receipt.head_root:
        raise ReceiptError("receipt.head", "head", {"size": receipt.head_size})


def _read(value: object) -> Receipt:
    if not isinstance(value, Mapping) or value.keys() != {"log", "from", "to", "last", "head", "rejected"}:
        raise ReceiptError("receipt.field")
    first, until, head = value["from"], value["to"], value["head"]
    if not fields.is_number(first) or not fields.is_number(until) or first > until:
        raise ReceiptError("receipt.field", "from")
    if not fields.is_digest(value["last"]):
        raise ReceiptError("receipt.field", "last")
    if not isinstance(head, Mapping) or head.keys() != {"size", "root"}:
        raise ReceiptError("receipt.field", "head")
    if not fields.is_count(head["size"]) or head["size"] < until or not fields.is_digest(head["root"]):
        raise ReceiptError("receipt.field", "head")
    return Receipt(
        log=_read_log(value["log"]),
        first=first,
        until=until,
        last=value["last"],
        head_size=head["size"],
        head_root=head["root"],
        rejected=_read_rejected(value["rejected"], range(first, until + 1)),
    )


def _read_log(value: object) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2 or not all(map(fields.is_node, value)):
        raise ReceiptError("receipt.field", "log")
    return value[0], value[1]


def _read_rejected(value: object, seqs: range) -> tuple[Rejection, ...]:
    if not isinstance(value, list):
        raise ReceiptError("receipt.field", "rejected")
    return tuple(_in_order(_read_rejection(item, seqs) for item in value))


def _read_rejection(item: object, seqs: range) -> Rejection:
    if not isinstance(item, Mapping) or item.keys() != {"seq", "rule"}:
        raise ReceiptError("receipt.field", "rejected")
    if type(item["seq"]) is not int or item["seq"] not in seqs or not fields.is_token(item["rule"]):
        raise ReceiptError("receipt.field", "rejected")
    return Rejection(item["seq"], item["rule"])


def _in_order(items: Iterable[Rejection]) -> Iterable[Rejection]:
    before = 0
    for item in items:
        if item.seq <= before:
            raise ReceiptError("receipt.field", "rejected")
        before = item.seq
        yield item
