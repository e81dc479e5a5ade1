"""The officers' side of the public site: reports of wrong contacts, for those who may confirm contacts."""

from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, role_required
from yuegang.parties.access import CONFIRMING
from yuegang.portal import actions
from yuegang.portal.models import ContactReport

LISTED = 100


@require_GET
@role_required(*CONFIRMING)
def reports(request: HttpRequest) -> HttpResponse:
    found = ContactReport.objects.select_related("agency__side").prefetch_related("agency__names")
    open_first = found.order_by(F("handled_at").asc(nulls_first=True), "-created_at")
    return render(request, "portal/desk_reports.html", {"reports": open_first[:LISTED]})


@require_POST
@role_required(*CONFIRMING)
def close(request: HttpRequest, report_id: UUID) -> HttpResponse:
    actions.close_report(get_object_or_404(ContactReport, pk=report_id), officer_of(request).id)
    return redirect("desk:reports")


app_name = "desk"
urlpatterns = [
    path("", reports, name="reports"),
    path("<uuid:report_id>/close", close, name="close_report"),
]
