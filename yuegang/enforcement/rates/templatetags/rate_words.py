"""How pages say directions, quarters, medians and signed entries."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yuegang.enforcement import shown
from yuegang.enforcement.rates.counting import Direction, Found, Speed
from yuegang.enforcement.rates.proofs import Entry

register = template.Library()


@register.simple_tag
def direction_words(direction: Direction) -> str:
    """Say who sent the leads and who answers them."""
    sides = {"gd": _("Guangdong"), "hk": _("Hong Kong"), "mo": _("Macao")}
    names = {"start": sides.get(direction[0], direction[0]), "end": sides.get(direction[1], direction[1])}
    return _("%(start)s to %(end)s") % names


@register.filter
def quarter(day: date) -> str:
    """Write a quarter as 2026 Q4."""
    return _("%(year)s Q%(quarter)s") % {"year": day.year, "quarter": (day.month - 1) // 3 + 1}


@register.simple_tag
def speed_words(speed: Speed) -> str:
    """Say both medians in working days of the side that answers."""
    parts = []
    if speed.acknowledge is not None:
        words = _("acknowledged after %(days)s working days (median of %(n)s)")
        parts.append(words % {"days": f"{speed.acknowledge:g}", "n": speed.acknowledged})
    if speed.answer is not None:
        words = _("first answer after %(days)s working days (median of %(n)s)")
        parts.append(words % {"days": f"{speed.answer:g}", "n": speed.answered})
    return _("; ").join(parts)


@register.simple_tag
def found_words(found: Found) -> str:
    """Say what the final answers report as found; no two units and no two currencies are added."""
    counts = [
        (found.lots, _("%(count)s lots")), (found.cases, _("%(count)s cases")), (found.items, _("%(count)s items")),
    ]  # fmt: skip
    parts = [words % {"count": f"{count:,}"} for count, words in counts if count]
    for currency, basis, amount in found.values:
        parts.append(f"{shown.shown('currency', currency)} {amount:,.2f} ({shown.shown('value_basis', basis)})")
    if found.usefulness is not None:
        mean, n = found.usefulness
        parts.append(_("usefulness %(mean)s of 3 (mean of %(n)s)") % {"mean": f"{mean:.1f}", "n": n})
    return _("; ").join(parts)


@register.simple_tag
def entry_words(entry: Entry | None) -> SafeString | str:
    """Say in whose log an entry stands, its number and the beginning of its digest."""
    if entry is None:
        return "–"
    log = _("our log") if entry.ours else _("their log")
    return format_html('{} {} <span class="mono small muted">{}</span>', log, entry.seq, entry.digest[:10])
