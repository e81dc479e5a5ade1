"""What the channel page says at a glance: one sentence, and the strip of the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuegang.base import clock
from yuegang.engine.charts.pulse import PulseWords, Silence, pulse
from yuegang.exchange.access import ChannelState
from yuegang.exchange.models import Channel, Receipt, SignedHead

SPAN = timedelta(hours=24)
TICKS = 600  # heads drawn at most


@dataclass(frozen=True)
class Strip:
    """The last day of the other side's log: its picture, what it says, and the same as rows."""

    svg: SafeString
    caption: str
    rows: Sequence[tuple[datetime, int]]


def sentence(channel: Channel, state: ChannelState, names: tuple[str, str]) -> SafeString:
    """Return how the channel stands in one sentence; names: this node's and the other one's."""
    own, peer = names
    return format_html("<b>{} → {}</b>: {}", own, peer, _standing(channel, state))


def _standing(channel: Channel, state: ChannelState) -> str:
    if state.state == "halted":
        return _("Halted; nothing is read or sent until a liaison officer has looked at it.")
    if state.queued:
        said = ngettext(
            "%(count)s message is not confirmed, the oldest since %(time)s.",
            "%(count)s messages are not confirmed, the oldest since %(time)s.",
            state.queued,
        )
        return said % {"count": f"{state.queued:,}", "time": _time(state.waiting_since)}
    if state.state == "silent":
        return _("All delivered, but the other side has been silent since %(time)s.") % {
            "time": _time(channel.silent_since)
        }
    if state.state == "outage":
        return _("All delivered, but the other side has not answered since %(time)s.") % {
            "time": _time(channel.silent_since)
        }
    last = Receipt.objects.filter(channel=channel, ours=False).order_by("-id").values_list("at", flat=True).first()
    if last is None:
        return _("Nothing has been sent yet.")
    return _("All delivered, last receipt %(time)s.") % {"time": _time(last)}


def strip(channel: Channel) -> Strip:
    """Return the strip of the last day: a mark for each signed head that brought entries, a bar while silent."""
    now = timezone.localtime(clock.now())
    first = now - SPAN
    heads = SignedHead.objects.filter(channel=channel, ours=False)
    before = heads.filter(at__lt=first).order_by("-size").values_list("size", flat=True).first() or 0
    rows = []
    for at, size in heads.filter(at__gte=first).order_by("size").values_list("at", "size")[:TICKS]:
        rows.append((timezone.localtime(at), max(0, size - before)))
        before = max(size, before)
    silences = []
    if channel.silent_since is not None:
        since = max(first, timezone.localtime(channel.silent_since))
        silences.append(Silence(since, now, _("silent since %(time)s") % {"time": _time(since)}))
    words = PulseWords(
        title=_("The other side's log in the last 24 hours"), empty=_("No head in the last 24 hours"), now=_("now")
    )
    chart = pulse(rows, silences, (first, now), words)
    entries = sum(count for _at, count in rows)
    said = ngettext("%(count)s entry in 24 hours", "%(count)s entries in 24 hours", entries)
    return Strip(mark_safe(chart.svg), said % {"count": f"{entries:,}"}, rows[::-1])  # the engine escapes


def _time(moment: datetime | None) -> str:
    """Return the hour today, else the day too."""
    if moment is None:
        return "—"
    local = timezone.localtime(moment)
    return f"{local:%H:%M}" if local.date() == clock.today() else f"{local:%Y-%m-%d %H:%M}"
