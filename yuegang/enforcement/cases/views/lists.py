"""The list of cases and the list of seizure lines with its export."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import officer_of, recent_sign_in_required, role_required
from yuegang.audit.actions import record
from yuegang.base.files.kinds import CSV, XLSX
from yuegang.base.files.serving import serve_bytes
from yuegang.enforcement.cases import access, listing, sheets
from yuegang.enforcement.cases.forms import CaseFilter

PER_PAGE = 40


@require_GET
@role_required(*access.READING_ROLES)
def cases(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = CaseFilter(request.GET)
    form.is_valid()
    found = listing.cases(officer, form.cleaned_data)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "rows": listing.rows_of(list(page.object_list)),
        "may_write": access.may_write(officer),
        "stages": listing.stage_counts(officer), "is_narrowed": any(form.cleaned_data.values()),
    }  # fmt: skip
    return render(request, "cases/cases.html", context)


@require_GET
@role_required(*access.READING_ROLES)
def seizures(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = listing.SeizureFilter(request.GET)
    form.is_valid()
    found = listing.seizures(officer, form.cleaned_data)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "lines": page.object_list, "totals": listing.totals(found),
        "may_write": access.may_write(officer), "is_narrowed": any(form.cleaned_data.values()),
    }  # fmt: skip
    return render(request, "cases/seizures.html", context)


@require_GET
@role_required(*access.READING_ROLES)
@recent_sign_in_required
def export(request: HttpRequest, suffix: str) -> HttpResponse:
    officer = officer_of(request)
    form = listing.SeizureFilter(request.GET)
    form.is_valid()
    found = listing.seizures(officer, form.cleaned_data)[: sheets.MOST_ROWS]
    made = sheets.as_csv(found) if suffix == "csv" else sheets.as_workbook(found, _("Seizures"))
    record(officer, "seizure.export", "cases.seizureline:list", detail={"query": request.GET.urlencode()})
    return serve_bytes(made, CSV if suffix == "csv" else XLSX, f"seizures.{'csv' if suffix == 'csv' else 'xlsx'}")
