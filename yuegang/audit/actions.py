"""Write an audit entry in the caller's transaction; the sealer chains it later."""

import json
from collections.abc import Iterable, Mapping

from django.contrib.auth.base_user import AbstractBaseUser

from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.base.bulk import copy_in

Detail = Mapping[str, object]
Actor = AbstractBaseUser | str | None

COLUMNS = ("at", "actor", "verb", "target", '"case"', "detail")


class DetailError(TypeError):
    """The detail holds something that cannot be chained; the message names the place."""


def record(actor: Actor, verb: str, target: str, *, detail: Detail | None = None, case: str = "") -> AuditEntry:
    """Add one unsealed entry in the caller's transaction.

    actor: the officer, or a word for a part of the system ("sealer"); None is written as "nobody".
    verb: dotted small letters ("lead.release"). target: "room.model:key".
    detail: plain values, lists and mappings; never names, message bodies or secrets.
    Raises DetailError for a float or another type in detail.
    """
    plain = dict(detail or {})
    _check(plain, "")
    return AuditEntry.objects.create(actor=actor_key(actor), verb=verb, target=target, case=case, detail=plain)


def record_many(actor: Actor, verb: str, targets: Iterable[tuple[str, Detail]]) -> None:
    """Add what `record` would add for each target and its detail, in one statement."""
    at, key = clock.now(), actor_key(actor)
    copy_in(AuditEntry._meta.db_table, COLUMNS, [(at, key, verb, *_row(target, detail)) for target, detail in targets])


def _row(target: str, detail: Detail) -> tuple[str, str, str]:
    plain = dict(detail)
    _check(plain, "")
    return target, "", json.dumps(plain)


def record_read(actor: Actor, target: str, origin_node: str, purpose: str = "") -> AuditEntry:
    """Add the entry that an officer read something that came from another node."""
    kind = target.partition(":")[0].rpartition(".")[2]
    detail = {"origin": origin_node, **({"purpose": purpose} if purpose else {})}
    return record(actor, f"{kind}.read", target, detail=detail)


def actor_key(actor: Actor) -> str:
    """Return how an actor is written in an entry: the id of an officer, or the word given."""
    if actor is None:
        return "nobody"
    return actor if isinstance(actor, str) else str(actor.pk)


def _check(value: object, place: str) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise DetailError(f"{place}/{key}: keys are texts")
            _check(inner, f"{place}/{key}")
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            _check(inner, f"{place}/{position}")
    elif not isinstance(value, str | int | bool | None):
        raise DetailError(f"{place}: {type(value).__name__} cannot be chained")
