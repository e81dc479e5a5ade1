"""What the frame of every office page needs: navigation, channel state, the officer, the settings of the look."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from yuegang.base import clock
from yuegang.office import navigation
from yuegang.office.languages import LANGUAGES, Language

TONES = {"halted": "late", "silent": "late", "waiting": "work", "ok": "done"}


@dataclass(frozen=True)
class Frame:
    """The officer's own look of the frame; anonymous pages get the defaults."""

    home: str = "/"
    density: str = "normal"
    keys_off: bool = False
    officer_name: str = ""
    unit_name: str = ""
    sign_out: str = ""
    languages: tuple[Language, ...] = LANGUAGES
    printed_at: datetime = field(default_factory=clock.now)


@dataclass(frozen=True)
class ChannelLine:
    """One peer's channel as the frame shows it."""

    code: str
    tone: str
    peer_name: str
    queued: int
    waiting_since: datetime | None
    peer_head_at: datetime | None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Add nav, channels, officer and frame to every office page; strangers get an empty rail."""
    officer = getattr(request, "user", None)
    if officer is None or not officer.is_authenticated:
        return {"nav": [], "channels": [], "officer": None, "frame": Frame()}
    language = get_language() or "en"
    latin = getattr(officer, "display_name_latin", "")
    return {
        "nav": navigation.links(request, roles_of(officer)),
        "channels": channel_lines(language),
        "officer": officer,
        "frame": Frame(
            density=officer.density,
            keys_off=not officer.single_keys,
            officer_name=latin if language == "en" and latin else officer.display_name,
            unit_name=unit_name(officer, language),
            sign_out=sign_out(),
        ),
    }


def roles_of(officer: Any) -> frozenset[str]:  # Any: the officer model and its stand-in in tests
    """Return the officer's role codes."""
    roles = officer.roles
    return frozenset(roles() if callable(roles) else roles)


def channel_lines(language: str) -> list[ChannelLine]:
    """Return the state of each channel in the words of the frame."""
    try:
        states = import_string("yuegang.exchange.access.channel_states")()
    except ImportError:
        return []
    return [
        ChannelLine(
            code=f"channel.{each.state}",
            tone=TONES[each.state],
            peer_name=peer_name(each.peer, language),
            queued=each.queued,
            waiting_since=each.waiting_since,
            peer_head_at=each.peer_head_at,
        )
        for each in states
    ]


def peer_name(peer: Any, language: str) -> str:
    """Return the name of a peer node in the reader's language."""
    name = getattr(peer, "name", peer)
    return str(name(language) if callable(name) else name)


def unit_name(officer: Any, language: str) -> str:
    """Return the short name of the officer's unit."""
    try:
        unit = import_string("yuegang.parties.access.unit_of")(officer)
    except ImportError:
        return str(officer.unit_code)
    return str(unit.short(language) if unit is not None else officer.unit_code)


def sign_out() -> str:
    """Return where signing out is posted to."""
    try:
        return reverse("account_logout")
    except NoReverseMatch:
        return ""
