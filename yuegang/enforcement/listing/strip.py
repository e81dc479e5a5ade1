"""The pictures beside the list: routes, leads per week, answers in time; every mark leads to its leads."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Count, F, Q
from django.db.models.functions import TruncWeek
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement import access, names
from yuegang.enforcement.models.lead import Leads
from yuegang.engine.charts import (
    Bar,
    BarWords,
    Chart,
    Point,
    Route,
    SankeyLinks,
    SankeyWords,
    TrendWords,
    bars,
    sankey,
    trend,
    weekly_band,
)

DAYS = 90
WEEKS_SHOWN = 26
WEEKS_KNOWN = 78  # the band of a week looks at the 52 before it
STOPS = ("loading_port", "control_port", "destination")
MINUTE = 60  # seconds the figures are remembered per circle of readers


@dataclass(frozen=True)
class Figure:
    """A picture with its caption and twin table."""

    title: str
    unit: str
    svg: SafeString
    caption: str
    heads: tuple[str, ...]
    chart: Chart


def figures(officer: Officer) -> list[Figure]:
    """Return the pictures of what an officer may read."""
    circle = "all" if access.sees_whole_node(officer) else officer.agency_code
    key = f"enforcement-strip-{circle}-{get_language()}"
    known: list[Figure] | None = cache.get(key)
    if known is None:
        leads = access.leads_for(officer)
        known = [_routes(leads), _weeks(leads), _answers(leads)]
        cache.set(key, known, MINUTE)
    return known


def address(**query: str) -> str:
    """Return the address of the list narrowed to something."""
    return f"{reverse('enforcement:leads')}?{urlencode(query)}"


def _figure(title: str, unit: str, chart: Chart, caption: str, heads: tuple[str, ...]) -> Figure:
    svg = mark_safe(chart.svg)
    return Figure(title, unit, svg, "" if chart.is_empty else caption, heads, chart)


def _since(days: int) -> datetime:
    return datetime.combine(clock.today() - timedelta(days=days), time.min, clock.BOTH_SIDES)


def _routes(leads: Leads) -> Figure:
    recent = leads.filter(released_at__gte=_since(DAYS)).exclude(
        Q(loading_port=None) | Q(control_port=None) | Q(destination=None)
    )
    rows = recent.order_by().values_list(*(f"{stop}_id" for stop in STOPS)).annotate(n=Count("pk"))
    routes = [Route((str(first), str(via), str(to)), int(n)) for first, via, to, n in rows]
    labels = {code: row.short for table in (names.ports(), names.destinations()) for code, row in table.items()}
    since = (clock.today() - timedelta(days=DAYS)).isoformat()

    def node(column: int, key: str) -> str:
        return address(since=since, **{STOPS[column]: key})

    def flow(column: int, source: str, target: str) -> str:
        return address(since=since, **{STOPS[column]: source, STOPS[column + 1]: target})

    words = SankeyWords(title=_("Flow of routes"), empty=_("No lead names its whole route yet."), others=_("others"))
    chart = sankey(routes, labels, words, SankeyLinks(node, flow))
    heads = (_("From"), _("To"), _("Leads"))
    return _figure(_("Routes"), _("90 days, leads"), chart, _route_caption(chart), heads)


def _route_caption(chart: Chart) -> str:
    if chart.is_empty:
        return ""
    stops = chart.caption_data["stressed"]
    assert isinstance(stops, tuple)
    first, via, to = stops
    return _("%(first)s via %(via)s to %(to)s: %(most)s of %(all)s leads.") % {
        "first": first, "via": via, "to": to, "most": chart.caption_data["value"], "all": chart.caption_data["total"],
    }  # fmt: skip


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(leads: Leads) -> Figure:
    this = _monday(clock.today())
    mondays = [this - timedelta(weeks=back) for back in range(WEEKS_KNOWN - 1, -1, -1)]
    start = datetime.combine(mondays[0], time.min, clock.BOTH_SIDES)
    rows = leads.filter(released_at__gte=start).order_by().annotate(week=TruncWeek("released_at"))
    counted: Counter[date] = Counter()
    for week, n in rows.values_list("week").annotate(n=Count("pk")):
        counted[week.date()] = n
    values = [counted[monday] for monday in mondays]
    points = [_point(values, mondays, place) for place in range(WEEKS_KNOWN - WEEKS_SHOWN, WEEKS_KNOWN)]
    words = TrendWords(title=_("Leads per week, with the band expected"), empty=_("No lead has crossed yet."))
    chart = trend(points if any(values) else [], words)
    caption = _("The band runs from the 10th to the 90th percentile of the 52 weeks before; a diamond lies outside it.")
    heads = (_("Week of"), _("Expected from"), _("to"), _("Leads"))
    return _figure(_("Leads per week"), _("26 weeks"), chart, caption, heads)


def _point(values: list[int], mondays: list[date], place: int) -> Point:
    first = next((week for week, value in enumerate(values) if value), place)
    is_over = place < len(values) - 1  # the present week is still growing: nothing is expected of it yet
    band = weekly_band(values[max(first, place - 52) : place]) if is_over else None
    low, high = band or (None, None)
    monday = mondays[place]
    link = address(since=monday.isoformat(), until=(monday + timedelta(days=6)).isoformat())
    return Point(f"{monday:%m-%d}", values[place], low, high, link)


def _answers(leads: Leads) -> Figure:
    """Draw the share of answers in time, for each direction, among those whose date was agreed and has come."""
    agreed = leads.filter(released_at__gte=_since(DAYS), feedback_by__isnull=False).filter(
        Q(answered_at__isnull=False) | Q(feedback_by__lt=clock.today())
    )
    in_time = Q(answered_at__isnull=False, answered_at__date__lte=F("feedback_by"))
    counted = {
        row["is_incoming"]: (int(row["n"]), int(row["good"]))
        for row in agreed.order_by().values("is_incoming").annotate(n=Count("pk"), good=Count("pk", filter=in_time))
    }
    titles = {True: _("Our answers"), False: _("Answers of the other side")}
    links = {True: address(direction="in"), False: address(direction="out")}
    made = [
        Bar(titles[side], counted[side][1], counted[side][0], href=links[side])
        for side in (True, False)
        if side in counted
    ]
    words = BarWords(title=_("Answers in time"), empty=_("No answer with an agreed date is due yet."))
    caption = _("Leads without an agreed date are not counted.") if counted else ""
    heads = (_("Side"), _("In time"), _("Answers due"), "%")
    return _figure(_("Answers in time"), _("90 days"), bars(made, words), caption, heads)
