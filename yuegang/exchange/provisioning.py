"""Make a node's keys and exchange public ones: set-up and the key ceremony use the same functions."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.engine.protocol.canonical import canonical, digest, parse_canonical
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.roster import Key, key_object, read_key
from yuegang.engine.protocol.spoken import COUNT, heard
from yuegang.engine.protocol.suites import DEFAULT_SUITE, generate_sealing, generate_signing
from yuegang.exchange.errors import RosterRefused
from yuegang.exchange.keystore import Keystore, PrivateKey, own_keystore
from yuegang.exchange.models import Channel, LogState, RosterKey
from yuegang.exchange.roster import key_of

VALIDITY = timedelta(days=730)  # two years, then a new ceremony
ROSTER_FORM = "ipx-roster-1"


def create_node_keys(
    node: str,
    units: Iterable[str],
    *,
    keystore: Keystore | None = None,
    suite: str = DEFAULT_SUITE,
    after: timedelta = timedelta(0),
) -> list[Key]:
    """Make a signing and a request key for this node and a sealing key for each unit; return the public keys.

    after: how long from now until they become good, so that the peers hear of them under the old ones.

    Private keys go into the keystore first, so a crash leaves at most unused files. Existing keys stay valid.
    Raises RosterRefused "roster.own_node" for another node's code, KeystoreError, SuiteError for an unknown suite.
    """
    if node != settings.NODE_CODE:
        raise RosterRefused("roster.own_node", node)
    store = keystore or own_keystore()
    now = clock.now().replace(microsecond=0) + after
    wanted = [("sign", ""), ("http", ""), *(("seal", unit) for unit in sorted(set(units)))]
    keys = [_make(node, use, unit, (now, store, suite)) for use, unit in wanted]
    with transaction.atomic():
        for key in keys:
            _save(key)
            record("provisioning", "key.create", f"exchange.key:{key.key_id}")
    return keys


def _make(node: str, use: str, unit: str, how: tuple[datetime, Keystore, str]) -> Key:
    now, store, suite = how
    private, public = generate_sealing(suite) if use == "seal" else generate_signing(suite)
    owner = f"{node}/{unit}" if unit else node
    key_id = f"{owner}:{use}:{now:%Y%m%d}-{secrets.token_hex(3)}"
    store.add(PrivateKey(key_id, suite, use, unit, private))
    value = {"node": node, "unit": unit, "key_id": key_id, "suite": suite, "use": use, "public": public}
    return Key(**value, valid_from=now, not_after=now + VALIDITY)  # type: ignore[arg-type]  # a plain table of texts


def export_roster(url: str = "", certificate: str = "") -> bytes:
    """Return this node's public keys, address and TLS certificate (PEM) as canonical bytes for the peer."""
    rows = RosterKey.objects.filter(node=settings.NODE_CODE).order_by("key_id")
    return canonical(
        {
            "certificate": certificate,
            "form": ROSTER_FORM,
            "keys": [key_object(key_of(row)) for row in rows],
            "node": settings.NODE_CODE,
            "url": url,
        }
    )


def fingerprint(roster: bytes) -> str:
    """Return the digest two people compare by voice before either side imports a roster."""
    return digest(roster)


def import_roster(roster: bytes, expected_fingerprint: str) -> Channel:
    """Take a peer's public keys, and open the channel to it; importing again adds keys and revocations.

    expected_fingerprint: the whole digest, or the ten words it is read out in.
    Raises RosterRefused: roster.fingerprint, roster.words, roster.form, roster.own_node, roster.node, roster.changed,
    roster.unit_taken when a unit speaks through another node already: messages to it would go to the newcomer.
    """
    _compare(fingerprint(roster), expected_fingerprint)
    value = _parse(roster)
    node = str(value["node"])
    if node == settings.NODE_CODE:
        raise RosterRefused("roster.own_node", node)
    keys = _keys_of(value)
    with transaction.atomic():
        merge_keys(node, keys)
        channel, _created = Channel.objects.get_or_create(peer=node)
        channel.url = str(value["url"]) or channel.url
        channel.certificate = str(value["certificate"]) or channel.certificate
        channel.save(update_fields=["url", "certificate"])
        LogState.objects.get_or_create(channel=channel)
        record("provisioning", "roster.import", f"exchange.channel:{node}", detail={"digest": fingerprint(roster)})
    return channel


def merge_keys(node: str, keys: Iterable[Key]) -> None:
    """Add a peer's new keys and revocations, in the caller's transaction; nothing is ever taken away.

    Raises RosterRefused: roster.node for a key of somebody else, roster.unit_taken, roster.changed.
    """
    listed = list(keys)
    if any(key.node != node for key in listed):
        raise RosterRefused("roster.node", node)
    units = {key.unit for key in listed if key.unit}
    taken = RosterKey.objects.filter(unit__in=units).exclude(node=node).order_by("unit").first()
    if taken is not None:
        raise RosterRefused("roster.unit_taken", taken.unit)
    for key in listed:
        _merge(key)


def revoke_key(key_id: str, reason: str) -> None:
    """Revoke a key from now on: what it signed before stays good, nothing later is; raises RosterRefused."""
    with transaction.atomic():
        changed = RosterKey.objects.filter(key_id=key_id, revoked_at=None).update(revoked_at=clock.now(), reason=reason)
        if not changed:
            raise RosterRefused("roster.unknown", key_id)
        record("provisioning", "key.revoke", f"exchange.key:{key_id}", detail={"reason": reason})


def _compare(found: str, expected: str) -> None:
    """Hold a digest against what was told by voice: in full, or as words."""
    if expected.startswith("sha256:"):
        is_same = secrets.compare_digest(found, expected)
    else:
        try:
            is_same = secrets.compare_digest(found.removeprefix("sha256:")[: 2 * COUNT], heard(expected))
        except ProtocolError as error:
            raise RosterRefused(error.rule, error.place) from error
    if not is_same:
        raise RosterRefused("roster.fingerprint")


def _parse(roster: bytes) -> Mapping[str, object]:
    try:
        value = parse_canonical(roster)
    except ProtocolError as error:
        raise RosterRefused("roster.form", error.rule) from error
    if not isinstance(value, dict) or value.keys() != {"certificate", "form", "keys", "node", "url"}:
        raise RosterRefused("roster.form")
    if value["form"] != ROSTER_FORM or not isinstance(value["keys"], list):
        raise RosterRefused("roster.form", "form")
    return value


def _keys_of(value: Mapping[str, object]) -> list[Key]:
    listed = value["keys"]
    assert isinstance(listed, list)  # _parse checked it
    try:
        return [read_key(item) for item in listed]
    except ProtocolError as error:
        raise RosterRefused("roster.form", error.place) from error


def _merge(key: Key) -> None:
    row = RosterKey.objects.filter(key_id=key.key_id).first()
    if row is None:
        _save(key)
        return
    known = (row.node, row.unit, row.suite, row.use, bytes(row.public))
    if known != (key.node, key.unit, key.suite, key.use, key.public):
        raise RosterRefused("roster.changed", key.key_id)
    if row.revoked_at is None and key.revoked_at is not None:
        row.revoked_at, row.reason = key.revoked_at, key.reason or "revoked by its node"
        row.save(update_fields=["revoked_at", "reason"])


def _save(key: Key) -> None:
    RosterKey.objects.create(
        node=key.node,
        unit=key.unit,
        key_id=key.key_id,
        suite=key.suite,
        use=key.use,
        public=key.public,
        valid_from=key.valid_from,
        not_after=key.not_after,
        revoked_at=key.revoked_at,
        reason=key.reason,
    )
