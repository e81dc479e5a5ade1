"""Put together what proves years later that the other node had an entry: both signatures and the path between."""

from base64 import b64encode

from django.conf import settings

from yuegang.engine.protocol import receipt as receipts
from yuegang.engine.protocol.tree import inclusion_proof, leaf_hash
from yuegang.exchange.errors import NotAllowed
from yuegang.exchange.models import Channel, InboxEntry, OutboxEntry

FORM = "ipx-proof-1"


def prove(channel: Channel, seq: int) -> dict[str, object]:
    """Return the proof that the peer received our entry at a place (docs/protocol.md, 9).

    It holds our signed header, the peer's signed receipt, and the path from the first to the head the receipt names.
    Raises NotAllowed "proof.receipt" while there is none.
    """
    entry = OutboxEntry.objects.filter(channel=channel, seq=seq).first()
    covering = _covering(channel, seq)
    if entry is None or covering is None:
        raise NotAllowed("proof.receipt", str(seq))
    row, receipt = covering
    headers = OutboxEntry.objects.filter(channel=channel, seq__lte=receipt.head_size).order_by("seq")
    leaves = [leaf_hash(bytes(header or b"")) for header in headers.values_list("header", flat=True).iterator()]
    return {
        "form": FORM,
        "log": [settings.NODE_CODE, channel.peer],
        "entry": {"h": _text(entry.header), "s": _text(entry.signature), "seq": seq},
        "receipt": {"b": _text(row.body), "h": _text(row.header), "s": _text(row.signature)},
        "path": [step.hex() for step in inclusion_proof(leaves, seq - 1)],
    }


def _covering(channel: Channel, seq: int) -> tuple[InboxEntry, receipts.Receipt] | None:
    """Return the first receipt of the peer that covers a place."""
    rows = InboxEntry.objects.filter(channel=channel, kind=receipts.KIND, state="applied").order_by("seq")
    for row in rows.iterator():
        receipt = receipts.parse_receipt(bytes(row.body or b""))
        if receipt.first <= seq <= receipt.until:
            return row, receipt
    return None


def _text(data: bytes | memoryview | None) -> str:
    return b64encode(bytes(data or b"")).decode("ascii")
