"""The audit list for auditors, and its file."""

from typing import cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yuegang.audit import access
from yuegang.audit.actions import record
from yuegang.audit.forms import AuditForm
from yuegang.audit.rows import csv_lines, rows_of
from yuegang.audit.sealing import head
from yuegang.base.guards import officer_required

PER_PAGE = 50
EXPORT_LIMIT = 50_000  # rows in one file; narrow the days for more


@require_GET
@officer_required
def entries(request: HttpRequest) -> HttpResponse:
    if not access.may_audit(request.user):
        raise Http404
    form = AuditForm(request.GET)
    found = access.narrowed(access.entries_for(request.user), form.asked())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": rows_of(list(page.object_list)), "head": head()}
    return render(request, "audit/entries.html", context)


@require_GET
@officer_required
def export(request: HttpRequest) -> HttpResponse:
    if not access.may_audit(request.user):
        raise Http404
    form = AuditForm(request.GET)
    if not form.is_valid():
        return render(request, "audit/entries.html", {"form": form, "page": None, "rows": [], "head": head()})
    found = list(access.narrowed(access.entries_for(request.user), form.asked())[:EXPORT_LIMIT])
    usernames = {key: officer.get_username() for key, officer in access.actors_of(found).items()}
    record(cast("AbstractBaseUser", request.user), "audit.export", "audit.auditentry:list", detail={"rows": len(found)})
    response = HttpResponse("".join(csv_lines(found, usernames)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response
