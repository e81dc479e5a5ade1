"""What the frame of every office page needs: navigation, channel state, the officer, the settings of the look."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.office import frame as rail
from yuegang.office import navigation
from yuegang.office.languages import LANGUAGES, Language


@dataclass(frozen=True)
class Frame:
    """The officer's own look of the frame; strangers get the defaults."""

    home: str = "/"
    density: str = "normal"
    keys_off: bool = False
    officer_name: str = ""
    unit_name: str = ""
    sign_out: str = ""
    languages: tuple[Language, ...] = LANGUAGES
    printed_at: datetime = field(default_factory=clock.now)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Add nav, channels, officer and frame to every office page; strangers get an empty rail."""
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return {"nav": [], "channels": [], "officer": None, "frame": Frame()}
    language = get_language() or "en"
    groups = navigation.items_for(officer.roles)
    return {
        "nav": navigation.links(request.path, groups, rail.counts(officer, groups)),
        "channels": rail.channels(language),
        "officer": officer,
        "frame": Frame(
            home=reverse("office:today"),
            density=officer.density,
            keys_off=not officer.single_keys,
            officer_name=officer.shown_name(language),
            unit_name=rail.unit_name(officer, language),
            sign_out=navigation.address("account_logout"),
        ),
    }
