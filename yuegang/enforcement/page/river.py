"""The river of a lead: its events on two banks, in the reader's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yuegang.enforcement import names
from yuegang.enforcement.forms.work import REASONS
from yuegang.enforcement.models import Lead, LeadEvent, Message
from yuegang.enforcement.schemas import FEEDBACK_SCHEMA, LEAD_SCHEMA
from yuegang.enforcement.shown import shown
from yuegang.exchange.obligations.models import Change

LABELS = {rule.pointer[1:]: rule.label for rule in (*FEEDBACK_SCHEMA.fields, *LEAD_SCHEMA.fields)}
Params = Mapping[str, Any]  # Any: the JSON of an event


@dataclass(frozen=True)
class Happening:
    """One event as the river shows it."""

    bank: str
    at: datetime
    title: str
    crossed: bool
    who: str
    quote: str


def happenings(lead: Lead, messages: Sequence[Message]) -> list[Happening]:
    """Return the events of a lead, oldest first."""
    texts = {str(message.id): message.text for message in messages}
    return [_happening(event, texts) for event in lead.events.all()]


def _happening(event: LeadEvent, texts: Mapping[str, str]) -> Happening:
    return Happening(
        bank="hk" if event.side == "hk" else "gd",
        at=event.at,
        title=str(event.get_kind_display()),
        crossed=event.crossed,
        who=_who(event),
        quote=_quote(event, texts),
    )


def _who(event: LeadEvent) -> str:
    parts = [event.actor_name]
    if event.params.get("seq"):
        parts.append(_("entry %(seq)s") % {"seq": f"{event.params['seq']:,}".replace(",", "\u2009")})
    return ", ".join(part for part in parts if part)


def _quote(event: LeadEvent, texts: Mapping[str, str]) -> str:
    params: Params = event.params
    match event.kind:
        case LeadEvent.Kind.REVISION_RELEASED | LeadEvent.Kind.REVISION_ARRIVED:
            return change_words(params.get("changes", []))
        case LeadEvent.Kind.MESSAGE | LeadEvent.Kind.MESSAGE_SUBMITTED:
            return texts.get(str(params.get("message")), "")
        case LeadEvent.Kind.FEEDBACK:
            return _feedback(params)
        case LeadEvent.Kind.ACTION:
            return _("; ").join(filter(None, [shown("measures", params.get("measure")), str(params.get("note", ""))]))
        case LeadEvent.Kind.REFUSED | LeadEvent.Kind.EXTENDED | LeadEvent.Kind.WAIVED:
            return _reason(params)
        case LeadEvent.Kind.ASSIGNED | LeadEvent.Kind.FORWARDED:
            return _assigned(params)
        case LeadEvent.Kind.REVISED:
            return _("; ").join(_(LABELS.get(name, name)) for name in params.get("fields", []))
    return str(params.get("caption", "") or params.get("note", "") or params.get("case", ""))


def _reason(params: Params) -> str:
    code = str(params.get("reason", ""))
    words = {**dict(REASONS), **dict(Change.Reason.choices)}
    return _("; ").join(filter(None, [str(params.get("until", "")), str(words.get(code, code))]))


def change_words(changes: Sequence[Sequence[Any]]) -> str:
    """Return what changed between two versions, as "Items 3,200 now 3,400"."""
    lines = []
    for name, old, new in changes:
        words = {"field": _(LABELS.get(name, name)), "old": shown(name, old) or "–", "new": shown(name, new) or "–"}
        lines.append(_("%(field)s %(old)s now %(new)s") % words)
    return _("; ").join(lines)


def _feedback(params: Params) -> str:
    parts = [shown("measures", params.get("measures")), shown("result", params.get("result"))]
    counts = [("lots", _("Lots")), ("cases", _("Cases")), ("items", _("Items"))]
    parts += [f"{word} {params[name]:,}" for name, word in counts if params.get(name) is not None]
    return _("; ").join(part for part in parts if part)


def _assigned(params: Params) -> str:
    unit = str(params.get("unit", ""))
    known = names.units().get(unit)
    parts = [known.name if known else unit, str(params.get("to", "")), str(params.get("note", ""))]
    return _("; ").join(part for part in parts if part)
