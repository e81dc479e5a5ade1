"""Read and write a good header by its one exact form: the hot path of both nodes.

A canonical header has its members in one order and no value that needs an escape, so one pattern recognises it.
Whatever does not match exactly is left to `header`, which names the fault; a property test holds that both agree.
"""

import re

from . import fields
from .canonical import MAX_INTEGER
from .header_fields import CLEAR_KINDS, MAX_BODY, MAX_HEADER, Blob, Header, Obligation

_DIGEST = r"sha256:[0-9a-f]{64}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NODE = r"[a-z]{2}(?:-[a-z0-9]{1,24}){1,3}"
_UNIT = r"[A-Za-z0-9][A-Za-z0-9/._-]{0,63}"
_TOKEN = r"[A-Za-z0-9][A-Za-z0-9:._@/+-]{0,127}"
_NUMBER = r"[1-9][0-9]{0,15}"
_DAYS = r"[0-9]|[1-9][0-9]|[1-3][0-9][0-9]|400"
_BLOB = rf'\{{"digest":"{_DIGEST}","size":(?:0|{_NUMBER})\}}'
_CALENDAR = rf"[A-Z]{{2}}(?:@{_DIGEST})?"
_OBLIGATION = (
    rf'\{{"acknowledge_days":({_DAYS}),"calendar":"({_CALENDAR})","feedback_days":({_DAYS}),"target":"({_TOKEN})"\}}'
)
_form = re.compile(
    r"\{"
    rf'"blobs":\[((?:{_BLOB}(?:,{_BLOB}){{0,63}})?)\],'
    rf'"body_digest":"({_DIGEST})",'
    rf'"body_size":({_NUMBER}),'
    r'"enc":"(none|hpke)",'
    rf'"enc_key":"((?:{_TOKEN})?)",'
    rf'"from_unit":"((?:{_UNIT})?)",'
    rf'"item_id":"({_UUID})",'
    rf'"item_ver":({_NUMBER}),'
    rf'"key":"({_TOKEN})",'
    r'"kind":"([a-z][a-z0-9-]{0,31})",'
    r'"marking":"(RED|AMBER\+STRICT|AMBER|GREEN|CLEAR)",'
    rf'"obligation":(?:null|{_OBLIGATION}),'
    rf'"prev":"({_DIGEST})",'
    rf'"receiver":"({_NODE})",'
    rf'"ref":"((?:{_UUID})?)",'
    rf'"sender":"({_NODE})",'
    rf'"seq":({_NUMBER}),'
    r'"suite":"([A-Z][A-Z0-9+-]{0,15})",'
    rf'"to_unit":"((?:{_UNIT})?)",'
    r'"ts":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)",'
    r'"v":1\}'
).fullmatch
_blob = re.compile(rf'"digest":"({_DIGEST})","size":([0-9]+)').finditer


def read_exact(header_bytes: bytes) -> Header | None:
    """Return the header of bytes that are exactly the form of a good one, else None: then `header` says why."""
    if len(header_bytes) > MAX_HEADER or not header_bytes.isascii():
        return None
    found = _form(header_bytes.decode("ascii"))
    if found is None:
        return None
    (
        blobs, body_digest, body_size, enc, enc_key, from_unit, item_id, item_ver, key, kind, marking,
        acknowledge_days, calendar, feedback_days, target, prev, receiver, ref, sender, seq, suite, to_unit, ts,
    ) = found.groups()  # fmt: skip
    header = Header(
        sender=sender,
        receiver=receiver,
        seq=int(seq),
        prev=prev,
        ts=ts,
        kind=kind,
        item_id=item_id,
        item_ver=int(item_ver),
        from_unit=from_unit,
        to_unit=to_unit,
        body_digest=body_digest,
        body_size=int(body_size),
        enc=enc,
        enc_key=enc_key,
        marking=marking,
        suite=suite,
        key=key,
        blobs=_blobs(blobs) if blobs else (),
        obligation=None if target is None else Obligation(target, int(acknowledge_days), int(feedback_days), calendar),
        ref=ref,
    )
    return header if _holds_together(header) else None


def write_exact(header: Header) -> bytes | None:
    """Return the canonical bytes of a good header, else None: then `header` says what is wrong."""
    h = header
    owed = "null" if h.obligation is None else _write_obligation(h.obligation)
    blobs = ",".join(f'{{"digest":"{blob.digest}","size":{blob.size}}}' for blob in h.blobs)
    text = (
        f'{{"blobs":[{blobs}],"body_digest":"{h.body_digest}","body_size":{h.body_size},"enc":"{h.enc}",'
        f'"enc_key":"{h.enc_key}","from_unit":"{h.from_unit}","item_id":"{h.item_id}","item_ver":{h.item_ver},'
        f'"key":"{h.key}","kind":"{h.kind}","marking":"{h.marking}","obligation":{owed},"prev":"{h.prev}",'
        f'"receiver":"{h.receiver}","ref":"{h.ref}","sender":"{h.sender}","seq":{h.seq},"suite":"{h.suite}",'
        f'"to_unit":"{h.to_unit}","ts":"{h.ts}","v":{h.v}}}'
    )
    if not text.isascii():
        return None
    data = text.encode()
    return data if read_exact(data) == header else None


def _write_obligation(owed: Obligation) -> str:
    return (
        f'{{"acknowledge_days":{owed.acknowledge_days},"calendar":"{owed.calendar}",'
        f'"feedback_days":{owed.feedback_days},"target":"{owed.target}"}}'
    )


def _blobs(listed: str) -> tuple[Blob, ...]:
    return tuple(Blob(blob[1], int(blob[2])) for blob in _blob(listed))


def _holds_together(header: Header) -> bool:
    """Tell whether what a pattern cannot see is good too: limits, a real time, and fields that depend on others."""
    return (
        max(header.seq, header.item_ver) <= MAX_INTEGER
        and header.body_size <= MAX_BODY
        and (not header.blobs or max(blob.size for blob in header.blobs) <= MAX_INTEGER)
        and header.sender != header.receiver
        and (header.seq == 1) == (header.prev == fields.NO_DIGEST)
        and _is_sealing_fit(header)
        and fields.is_stamp(header.ts)
    )


def _is_sealing_fit(header: Header) -> bool:
    if header.enc == "hpke":
        return header.enc_key != "" and header.to_unit != ""
    return header.enc_key == "" and header.kind in CLEAR_KINDS
