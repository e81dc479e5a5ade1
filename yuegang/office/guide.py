"""What the style guide and the settings page show: the keys, and one sample of everything with fictional contents."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuegang.office import states

Text = str | Promise


@dataclass(frozen=True)
class Key:
    """A key or a sequence of keys and what it does."""

    parts: tuple[str, ...]
    label: Text


@dataclass(frozen=True)
class Step:
    """A step of a track, a chain or a task."""

    label: Text
    state: str = ""
    note: Text = ""
    who: Text = ""


@dataclass(frozen=True)
class Fact:
    """A fact of a record with its class mark."""

    label: Text
    value: Text
    letter: str = "A"
    held: Text = ""
    lang: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened on one bank; crossed when it is an entry that went over."""

    bank: str
    at: datetime
    title: Text
    crossed: bool = False
    who: Text = ""
    quote: Text = ""


@dataclass(frozen=True)
class Row:
    """A lead of the sample list."""

    number: str
    start: str
    end: str
    right: Text
    goods: Text
    route: str
    items: int
    due: date | None
    left: int | None
    status: str


KEYS = (
    Key(("/",), _("find in this list")),
    Key(("j", "k"), _("next and previous row")),
    Key(("Enter",), _("open the row")),
    Key(("x",), _("select the row")),
    Key(("n",), _("new")),
    Key(("f",), _("give feedback")),
    Key(("[", "]"), _("previous and next page or item")),
    Key(("g", "t"), _("go to Today; g l to the leads, g r to the release desk")),
    Key(("?",), _("this list of keys")),
)
TOKENS = (
    ("ink", _("text, primary action")),
    ("ink-2", _("secondary text")),
    ("ink-3", _("muted text")),
    ("edge", _("outline of every control")),
    ("accent", _("links, selection, data")),
    ("seam", _("the seam: what crosses")),
    ("new", _("new")),
    ("work", _("in hand")),
    ("done", _("answered")),
    ("late", _("overdue, error")),
    ("still", _("awaited, closed")),
)
SIZES = (("t8", 40), ("t7", 28), ("t6", 22), ("t5", 18), ("t4", 16), ("t3", 14), ("t2", 13), ("t1", 12))
TRACK = (
    Step(_("To be handled"), "ok", "11-16 09:28"),
    Step(_("Acknowledged"), "ok", "11-16 11:02"),
    Step(_("In hand"), "now", "11-18"),
    Step(_("Answered")),
)
TASK = (Step(_("Choose a file"), "ok"), Step(_("Match columns"), "ok"), Step(_("Preview"), "now"), Step(_("Confirm")))
CHAIN = (
    Step(_("Author"), "ok", "11-23 08:52", "梁启航"),
    Step(_("Section head"), "now", "", "周砚秋"),
    Step(_("Liaison unit"), "", _("an urgent item leaves first and is ratified within one working day")),
    Step(_("Crossing"), "out", _("sealed to the unit of the other side")),
)
FACTS = (
    Fact(_("Goods"), _("Wireless earphones, suspected")),
    Fact(_("Right"), "LUMENDRA"),
    Fact(_("Consignor"), "深圳市澜屿供应链有限公司", "B", lang="zh-hans"),
    Fact(_("Person"), "", "C", held=_("not sent: no registered assessment")),
    Fact(_("Source"), "", "D", held=_("never carried")),
)
EVENTS = (
    Event("gd", datetime(2026, 11, 16, 1, 28, tzinfo=UTC), _("Lead arrived"), crossed=True),
    Event("hk", datetime(2026, 11, 16, 1, 29, tzinfo=UTC), _("Signature checked, receipt sealed")),
    Event("hk", datetime(2026, 11, 16, 3, 2, tzinfo=UTC), _("Acknowledged, without content"), True, "HO Wai-man"),
    Event("gd", datetime(2026, 11, 18, 7, 40, tzinfo=UTC), _("Revision 2"), True, "", "3,200 → 3,400"),
)
MARK, COPYRIGHT = _("Trade mark"), _("Copyright")
LEADS = (
    Row("GD-2026-0398", "gd", "hk", MARK, _("Sports shoes"), "南沙 → 屯门", 1260, date(2026, 11, 24), 1, "in_hand"),
    Row("GD-2026-0411", "gd", "hk", MARK, _("Watches"), "莲塘 → 香港机场", 380, date(2026, 11, 26), 3, "new"),
    Row("HK-2026-0377", "hk", "gd", COPYRIGHT, _("Toy figures"), "深圳湾", 212, date(2026, 11, 20), -1, "overdue"),
    Row("HK-2026-0401", "hk", "gd", MARK, _("Wireless earphones"), "盐田 → 葵青", 12345678, None, None, "awaited"),
)


class SampleForm(forms.Form):
    """Every kind of field, filled in wrongly on purpose."""

    goods = forms.CharField(label=_("Goods"), help_text=_("As on the papers, any script"))
    items = forms.IntegerField(label=_("Items"), min_value=1)
    unit = forms.ChoiceField(label=_("Unit of quantity"), choices=[("pcs", _("pieces")), ("pairs", _("pairs"))])
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=[("routine", _("routine")), ("24h", _("within 24 hours"))], widget=forms.RadioSelect
    )
    shared = forms.BooleanField(label=_("The other side may use this within its own unit"), required=False)
    narrative = forms.CharField(label=_("What is known"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    number = forms.CharField(label=_("Number"), disabled=True, required=False, initial="GD-2026-0412")
    images = forms.FileField(label=_("Images"), required=False)


def samples() -> dict[str, Any]:
    """Return the inputs of the style guide's components."""
    return {
        "keys": KEYS,
        "tokens": TOKENS,
        "sizes": SIZES,
        "all_states": [code for code in states.STATES if code != "expired"],
        "track": TRACK,
        "task": TASK,
        "chain": CHAIN,
        "facts": FACTS,
        "events": EVENTS,
        "leads": LEADS,
        "form": SampleForm({"goods": "", "items": "0", "unit": "pcs", "urgency": "routine"}),
        "page": Paginator(range(140), 24).page(2),
        "job": SimpleNamespace(total=220, done=164, state="sample", message=""),
        "amount": Decimal("61200"),
        "due": date(2026, 12, 29),
        "other": date(2026, 12, 28),
        "tones": ("", "new", "work", "done", "late"),
        "sort": "due",
    }
