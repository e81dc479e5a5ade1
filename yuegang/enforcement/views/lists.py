"""The list of leads: narrowing, chips, bulk acts, export."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, recent_sign_in_required, role_required
from yuegang.audit.actions import record
from yuegang.base import saved_filters
from yuegang.base.files.kinds import CSV, XLSX
from yuegang.base.files.serving import serve_bytes
from yuegang.enforcement import access, actions
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.forms import choices
from yuegang.enforcement.listing import counting, exports, filters, rows, strip
from yuegang.enforcement.views import refusals

PAGE = "leads"  # the page key of saved filters
BULK_LIMIT = 200


class Counted(Paginator):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Pages of a list whose length is known from the query that counted the chips."""

    known = 0

    @cached_property
    def count(self) -> int:
        """Return the number of leads found."""
        return self.known


@require_GET
@role_required(*access.READING_ROLES)
def leads(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = filters.FilterForm(request.GET)
    asked, show = form.understood(), request.GET.get("show", "")
    where = filters.narrowing(asked, show, officer)
    order = filters.order(request.GET.get("sort", ""))
    found = access.leads_for(officer).filter(where).order_by(*order)
    paginator = Counted(found, filters.per_page(request.GET))
    paginator.known = counting.found_count(officer, where, show, is_narrowed=bool(asked))
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": rows.rows_of(rows.fetch(found[max(page.start_index() - 1, 0) : page.end_index()], order)),
        "chips": _chips(request, show, counting.chip_counts(officer)),
        "saved": saved_filters.chips(officer, PAGE, request.GET),
        "figures": strip.figures(officer),
        "sort": request.GET.get("sort", "due"),
        "list_query": urlencode({"from": saved_filters.canonical(request.GET)}),
        "more": "more" in request.GET or form.more_is_set,
        "may_write": access.may_write(officer),
        "units": choices.own_units(),
        "per_page": filters.PER_PAGE,
    }
    return render(request, "enforcement/leads.html", context)


def _chips(request: HttpRequest, show: str, counts: dict[str, int]) -> list[dict[str, Any]]:  # Any: cells
    labels = {
        "": _("All"), "ours": _("Ours to do"), "mine": _("My unit's work"), "due": _("Due in 3 days"),
        "urgent": _("Urgent"), "post": _("Post and courier"),
    }  # fmt: skip
    kept = request.GET.copy()
    made = []
    for key, label in labels.items():
        kept.pop("page", None)
        kept.pop("show", None)
        if key:
            kept["show"] = key
        made.append({
            "label": label, "n": counts[key], "is_current": key == show,
            "query": kept.urlencode(),
        })  # fmt: skip
    return made


@require_GET
@role_required(*access.READING_ROLES)
@recent_sign_in_required
def export(request: HttpRequest, suffix: str) -> HttpResponse:
    officer = officer_of(request)
    asked = filters.FilterForm(request.GET).understood()
    where = filters.narrowing(asked, request.GET.get("show", ""), officer)
    found = access.leads_for(officer).filter(where).order_by(*filters.order(request.GET.get("sort", "")))
    chosen = found[: exports.MOST_ROWS]
    made, media_type = (exports.as_csv(chosen), CSV) if suffix == "csv" else (exports.as_workbook(chosen), XLSX)
    record(officer, "lead.export", "enforcement.lead:list", detail={"query": saved_filters.canonical(request.GET)})
    return serve_bytes(made, media_type, f"leads.{suffix}")


@require_POST
@role_required(*access.WRITING_ROLES)
def bulk(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    chosen = request.POST.getlist("lead")[:BULK_LIMIT]
    if request.POST.get("do") == "case" and chosen:
        return redirect(f"{reverse('cases:case_new')}?{urlencode({'lead': chosen}, doseq=True)}")
    done, refused = 0, []
    for lead in access.leads_for(officer).filter(pk__in=_uuids(chosen)):
        try:
            if request.POST.get("do") == "acknowledge":
                actions.acknowledge(officer, lead.id)
            else:
                actions.assign(officer, lead.id, unit_code=request.POST.get("unit_code", ""))
            done += 1
        except NotPossible as error:
            refused.append(f"{lead}: {refusals.words(error)}")
    if done:
        messages.success(request, ngettext("%(n)s lead done.", "%(n)s leads done.", done) % {"n": done})
    for line in refused[:5]:
        messages.warning(request, line)
    if not chosen:
        messages.warning(request, _("No lead was chosen."))
    return redirect(refusals.back_to_list(request))


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
