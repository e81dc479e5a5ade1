"""What the rail shows that must be asked for: counts, channels and names, remembered for a moment per officer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.core.cache import cache

from yuegang.accounts.models import Officer
from yuegang.exchange import access as exchange
from yuegang.office import navigation
from yuegang.parties import access as parties

MOMENT = 5  # seconds: a page flow asks once; the officer's own changes ask at once (see forget)
MINUTE = 60  # seconds: names of units and nodes change by facts only
TONES = {"halted": "late", "silent": "late", "outage": "late", "waiting": "work", "ok": "done"}
Value = TypeVar("Value")


@dataclass(frozen=True)
class ChannelLine:
    """One peer's channel as the frame shows it."""

    code: str
    tone: str
    peer_name: str
    queued: int
    waiting_since: datetime | None
    peer_head_at: datetime | None


def counts(officer: Officer, groups: list[list[navigation.Item]]) -> dict[str, int]:
    """Return how many things wait behind each of the entries of the rail; entries with none are left out."""
    return remembered(f"frame-counts-{officer.pk}", MOMENT, lambda: navigation.counts(officer, groups))


def forget(officer: Officer) -> None:
    """Ask anew for what an officer's own action may have changed."""
    cache.delete(f"frame-counts-{officer.pk}")
    cache.delete("frame-channels")


def channels(language: str) -> list[ChannelLine]:
    """Return the state of each channel in the words of the frame; none before the exchange is set up."""
    states = remembered("frame-channels", MOMENT, exchange.channel_states)
    return [
        ChannelLine(
            code=f"channel.{each.state}",
            tone=TONES[each.state],
            peer_name=node_name(each.peer, language),
            queued=each.queued,
            waiting_since=each.waiting_since,
            peer_head_at=each.peer_head_at,
        )
        for each in states
    ]


def node_name(code: str, language: str) -> str:
    """Return the name of a node in the reader's language, or its code when it is not known here."""

    def find() -> dict[str, str]:
        return {node.code: node.name(language) for node in parties.peers()}

    return remembered(f"frame-nodes-{language}", MINUTE, find).get(code, code)


def unit_name(officer: Officer, language: str) -> str:
    """Return the short name of the officer's unit, or its code when it is not known here."""

    def find() -> str:
        unit = parties.unit_of(officer)
        return str(unit.short(language)) if unit is not None else str(officer.unit_code)

    return remembered(f"frame-unit-{officer.unit_code}-{language}", MINUTE, find)


def remembered(key: str, seconds: int, find: Callable[[], Value]) -> Value:
    """Return what is remembered under a key, or find it and remember it."""
    known: Value | None = cache.get(key)
    if known is None:
        known = find()
        cache.set(key, known, seconds)
    return known
