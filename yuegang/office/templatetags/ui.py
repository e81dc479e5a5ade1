"""What every page says the same way: states, sides, classes, dates, numbers, money."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from yuegang.base import clock
from yuegang.office import states
from yuegang.office.languages import html_tag

register = template.Library()

SIDES: dict[str, tuple[Any, Any]] = {  # code: letter, name (lazy strings)
    "gd": (gettext_lazy("GD"), gettext_lazy("Guangdong")),
    "hk": (gettext_lazy("HK"), gettext_lazy("Hong Kong")),
    "mo": (gettext_lazy("MO"), gettext_lazy("Macao")),
    "cn": (gettext_lazy("ML"), gettext_lazy("Mainland")),
}
CLASSES = {
    "A": gettext_lazy("A: may cross"),
    "B": gettext_lazy("B: company, vehicle, container, document; a legal ground is needed"),
    "C": gettext_lazy("C: natural person; a registered assessment is needed"),
    "D": gettext_lazy("D: secret-marked or informer; refused"),
}
CURRENCIES = {
    "CNY": gettext_lazy("CNY"),
    "HKD": gettext_lazy("HKD"),
    "MOP": gettext_lazy("MOP"),
    "USD": gettext_lazy("USD"),
    "EUR": gettext_lazy("EUR"),
}


@register.simple_tag
def html_lang(code: str = "") -> str:
    """Return the tag for an HTML lang attribute: of the page, or of the given language code."""
    return html_tag(code or get_language() or "en")


@register.filter
def in_lang(text: object, code: str) -> SafeString:
    """Mark a fragment written in another script, so that its glyphs are those of its side."""
    return format_html('<span lang="{}">{}</span>', html_tag(code), text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; it never carries meaning alone."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def state(status: str, label: str | Promise = "", shape: str = "") -> SafeString:
    """Show a state by shape, colour and word; label and shape replace those of the table."""
    known_shape, word = states.look_up(str(status))
    return format_html(
        '<span class="st st-{0}"><svg aria-hidden="true"><use href="#s-{0}"/></svg>{1}</span>',
        shape or known_shape,
        label or word,
    )


def side_code(place: object) -> str:
    """Return gd, hk, mo or cn for a side code, a node code ("gd-customs"), or a side, node, unit, agency or port."""
    if not isinstance(place, str):
        place = next(found for name in ("side_id", "node_id", "code") if (found := getattr(place, name, "")))
    return str(place).partition("-")[0].lower()


@register.simple_tag
def side(place: object) -> SafeString:
    """Show a side as a letter in a square: solid Guangdong, open Hong Kong, dotted Macao."""
    code = side_code(place)
    letter, name = SIDES[code]
    return format_html('<span class="side {}" title="{}">{}</span>', code, name, letter)


@register.simple_tag
def direction(start: object, end: object) -> SafeString:
    """Show from which side to which side something goes."""
    return format_html(
        '<span class="dir">{}<svg aria-hidden="true"><use href="#i-arrow"/></svg><span class="vh"> {} </span>{}</span>',
        side(start),
        pgettext("direction", "to"),
        side(end),
    )


@register.simple_tag
def cls(letter: str) -> SafeString:
    """Show the class mark of a field: how far it may travel."""
    return format_html(
        '<span class="cls {}" title="{}">{}</span>', letter.lower(), CLASSES[letter.upper()], letter.upper()
    )


def days_left(left: int) -> str:
    """Say how many working days are left; past dates are said in words, never as a minus."""
    if left < 0:
        return ngettext("%(days)s working day past", "%(days)s working days past", -left) % {"days": -left}
    return ngettext("%(days)s working day left", "%(days)s working days left", left) % {"days": left}


@register.filter
def left(days: int | None) -> str:
    """Say in a list how many working days are left or past, in two words."""
    if days is None:
        return ""
    return _("%(days)s past") % {"days": -days} if days < 0 else _("%(days)s left") % {"days": days}


@register.simple_tag
def cal2(due: date | None, unit: object, other: date | None = None, days: int | None = None) -> SafeString:
    """Show a date owed across the sides on both calendars, the binding one first and bold.

    unit: side (or node, or unit) whose calendar binds; other: the same interval on the other side's calendar;
    days: working days left.
    """
    if due is None:
        return state("no_target")
    binding = side_code(unit)
    rows = [(side(binding), format_html("<b>{}</b>{}", day(due), "" if days is None else " " + days_left(days)))]
    if other is not None:
        second = "hk" if binding in ("gd", "cn") else "gd"
        rows.append((side(second), format_html('<span class="muted">{}</span>', day(other))))
    return format_html('<span class="cal2">{}</span>', format_html_join("", "{}<span>{}</span>", rows))


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day as 2026-11-23, at +08:00."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return value.isoformat()


@register.filter
def stamp(value: datetime | None) -> str:
    """Write a moment as 11-23 09:42 at +08:00, with the year when it is not this one."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return local.strftime("%m-%d %H:%M" if local.year == clock.today().year else "%Y-%m-%d %H:%M")


@register.filter
def number(value: int | Decimal | None) -> str:
    """Group the digits of a number by thousands."""
    return "" if value is None else f"{value:,}"


@register.filter
def money(value: Decimal | None, currency: str) -> str:
    """Write an amount with its currency in front: CNY 61,200.00; never converted."""
    if value is None:
        return ""
    return f"{CURRENCIES.get(currency, currency)} {value:,.2f}"


@register.filter
def in_words(value: int | Decimal | None) -> str:
    """Shorten a large number to 万 or 亿 in Chinese (one decimal); English keeps the digits."""
    if value is None:
        return ""
    if not (get_language() or "").startswith("zh"):
        return number(value)
    size = Decimal(value)
    for power, unit in ((Decimal(10**8), _("hundred million")), (Decimal(10**4), _("ten thousand"))):
        if abs(size) >= power:
            return f"{(size / power).quantize(Decimal('0.1')):,}".removesuffix(".0") + unit
    return number(value)
