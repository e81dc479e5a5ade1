"""The page of the rates, the leads behind a number, and the table as a file."""

import csv
import io
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import officer_of, recent_sign_in_required, role_required
from yuegang.audit.actions import record
from yuegang.base.files.kinds import CSV
from yuegang.base.files.serving import serve_bytes
from yuegang.enforcement import access, names
from yuegang.enforcement.listing.rows import COLUMNS, rows_of
from yuegang.enforcement.rates import counting, proofs, wording
from yuegang.enforcement.rates.forms import SpanForm
from yuegang.enforcement.rates.terms import TERMS
from yuegang.engine.charts import Bar, BarWords, bars

PER_PAGE = 50


@require_GET
@role_required(*access.READING_ROLES)
def rates(request: HttpRequest) -> HttpResponse:
    form = SpanForm(request.GET)
    span, article = form.span(), form.article_asked()
    leads = access.leads_for(officer_of(request))
    parts = counting.count(leads, span, article)
    directions = counting.whole(parts)
    asked = {"since": span.since.isoformat(), "until": span.until.isoformat(), "article": article or ""}
    speeds = {one.direction: one for one in counting.speeds(leads, span, article)}
    found = {one.direction: one for one in counting.found_of(leads, span, article)}
    context = {
        "form": form,
        "span": span,
        "asked": urlencode(asked),
        "directions": [
            {
                "counts": one,
                "rows": _rows(one, asked),
                "speed": speeds.get(one.direction),
                "found": found.get(one.direction),
            }
            for one in directions
        ],
        "quarters": parts,
        "codes": [(code, wording.name_of(code), wording.formula_of(code)) for code in _codes()],
        "figure": _figure(directions, asked),
        "whole_node": access.sees_whole_node(officer_of(request)),
    }
    return render(request, "rates/rates.html", context)


def _codes() -> list[str]:
    return list(settings.RATES)


def _rows(one: counting.Counts, asked: dict[str, Any]) -> list[dict[str, object]]:  # Any: parts of an address
    """Return the rates of a direction with the addresses of the leads behind both numbers."""
    return [
        {
            "name": wording.name_of(rate.code), "rate": rate, "formula": wording.formula_of(rate.code),
            "done_url": _address(rate.terms[0], one.direction, asked),
            "of_url": _address(rate.terms[1], one.direction, asked),
        }
        for rate in one.rates
    ]  # fmt: skip


def _address(term: str, direction: counting.Direction, asked: dict[str, Any]) -> str:  # Any: parts of an address
    query = urlencode({**asked, "from": direction[0], "to": direction[1]})
    return f"{reverse('rates:behind', args=[term])}?{query}"


def _figure(directions: list[counting.Counts], asked: dict[str, Any]) -> object:  # Any: parts of an address
    """Draw the use of leads of each direction."""
    made = []
    for one in directions:
        for rate in one.rates:
            if rate.code in ("use", "feedback") and rate.of:
                label = f"{_side(one.direction[0])} → {_side(one.direction[1])} {wording.name_of(rate.code)}"
                made.append(Bar(label, rate.done, rate.of, href=_address(rate.terms[0], one.direction, asked)))
    chart = bars(made, BarWords(title=_("Use of leads"), empty=_("No lead crossed in this span.")))
    heads = (_("Rate"), _("Done"), _("Of"), "%")
    return {
        "title": _("Use of leads"), "unit": "", "svg": mark_safe(chart.svg), "caption": "", "heads": heads,
        "chart": chart,
    }  # fmt: skip


def _side(code: str) -> str:
    return {"gd": _("GD"), "hk": _("HK"), "mo": _("MO")}.get(code, code)


@require_GET
@role_required(*access.READING_ROLES)
def behind(request: HttpRequest, term: str) -> HttpResponse:
    if term not in TERMS:
        raise Http404
    form = SpanForm(request.GET)
    ends = (request.GET.get("from", ""), request.GET.get("to", ""))
    leads = counting.in_term(access.leads_for(officer_of(request)), term, form.span(), form.article_asked())
    units = names.units().values()
    for column, side in zip(("origin_unit__in", "to_unit__in"), ends, strict=True):
        leads = leads.filter(**{column: [unit.code for unit in units if unit.side == side]}) if side else leads
    page = Paginator(leads.only(*COLUMNS), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    rows = list(zip(rows_of(shown), proofs.proofs_of(shown), strict=True))
    context = {"page": page, "rows": rows, "words": TERMS[term].words, "span": form.span(), "ends": ends}
    return render(request, "rates/behind.html", context)


@require_GET
@role_required(*access.READING_ROLES)
@recent_sign_in_required
def export(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = SpanForm(request.GET)
    parts = counting.count(access.leads_for(officer), form.span(), form.article_asked())
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["from", "to", "quarter", *TERMS, *(f"{code}_percent" for code in _codes())])
    for part in parts:
        percents = ["" if rate.percent is None else rate.percent for rate in part.rates]
        writer.writerow([*part.direction, part.quarter, *(part.counts[code] for code in TERMS), *percents])
    record(officer, "rates.export", "rates.rates:table", detail={"query": request.GET.urlencode()})
    return serve_bytes(b"\xef\xbb\xbf" + text.getvalue().encode(), CSV, "rates.csv")
