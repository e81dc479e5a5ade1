"""The directory: agencies and units with their names in time, ports, duty desks, contacts."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, officer_required, recent_sign_in_required
from yuegang.base import clock
from yuegang.parties import access, actions, listing
from yuegang.parties.forms import ConfirmForm, DirectoryForm, DutyDeskForm, PortsForm
from yuegang.parties.models import Agency

PER_PAGE = 100


def _asked(form: DirectoryForm) -> dict[str, Any]:  # Any: cleaned values differ by field
    form.is_valid()
    return {"q": "", "on": None, "side": None, **form.cleaned_data}


@require_GET
@officer_required
def agencies(request: HttpRequest) -> HttpResponse:
    form = DirectoryForm(request.GET)
    asked = _asked(form)
    day: date = asked["on"] or clock.today()
    rows = listing.agency_rows(asked["q"], asked["side"], day)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "day": day, "on_past_day": day != clock.today()}
    return render(request, "parties/agencies.html", context)


@require_GET
@officer_required
def agency(request: HttpRequest, code: str) -> HttpResponse:
    try:
        found = access.agency(code)
    except Agency.DoesNotExist as absent:
        raise Http404 from absent
    may_confirm = access.may_confirm(officer_of(request).roles)
    context = {
        "agency": found,
        "names": listing.names_in_time(found),
        "units": listing.unit_rows(found),
        "confirm_form": ConfirmForm(initial={"source": found.confirmed_source}) if may_confirm else None,
    }
    return render(request, "parties/agency.html", context)


@require_POST
@officer_required
@recent_sign_in_required
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Agency, pk=code)
    officer = officer_of(request)
    if not access.may_confirm(officer.roles):
        raise Http404
    form = ConfirmForm(request.POST)
    if form.is_valid():
        actions.confirm_contacts(found, form.cleaned_data["source"], by=officer)
        messages.success(request, _("The contacts are confirmed as of today."))
    else:
        messages.error(request, _("Name the source that confirms the contacts."))
    return redirect("parties:agency", code)


@require_GET
@officer_required
def units(request: HttpRequest) -> HttpResponse:
    return render(request, "parties/units.html", {"groups": listing.units_by_node()})


@officer_required
def duty_desk(request: HttpRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(access.units(), pk=code)
    officer = officer_of(request)
    if not access.may_keep_desk(officer, unit):
        raise Http404
    form = DutyDeskForm(request.POST or None, initial=access.duty_desk(unit))
    if request.method == "POST" and form.is_valid():
        actions.keep_duty_desk(unit, **form.cleaned_data, by=officer)
        messages.success(request, _("The duty desk is kept and confirmed as of today."))
        return redirect("parties:units")
    return render(request, "parties/duty_desk.html", {"form": form, "unit": unit})


@require_GET
@officer_required
def ports(request: HttpRequest) -> HttpResponse:
    form = PortsForm(request.GET)
    asked = {"type": "", "all": False, **_asked(form)}
    day: date = asked["on"] or clock.today()
    rows = listing.port_rows(asked, day)
    return render(request, "parties/ports.html", {"form": form, "rows": rows, "day": day})
