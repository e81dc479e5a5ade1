"""The public pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yuegang.base import clock
from yuegang.base.pages import public_page
from yuegang.parties import access as parties
from yuegang.portal import actions, guards, presenting
from yuegang.portal.forms import PortsForm, ReportForm, SearchForm


@require_GET
@public_page
def home(request: HttpRequest) -> HttpResponse:
    return presenting.show(request, "portal/home.html", {"terms": presenting.WORDS_OF_BOTH})


@require_GET
@public_page
def agencies(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    rows = presenting.agency_rows(form.words(), form.chosen_side())
    return presenting.show(request, "portal/agencies.html", {"form": form, "rows": rows, "day": clock.today()})


@require_GET
@public_page
def agency(request: HttpRequest, code: str) -> HttpResponse:
    found = parties.agencies().filter(pk=code).first()  # without the units, which this zone may not read
    if found is None:
        raise Http404
    names = sorted(found.names.all(), key=lambda row: (row.valid_from is not None, row.valid_from), reverse=True)
    context = {"row": presenting.agency_row(found), "names": names, "day": clock.today()}
    return presenting.show(request, "portal/agency.html", context)


@require_GET
@public_page
def ports(request: HttpRequest) -> HttpResponse:
    form = PortsForm(request.GET)
    rows = presenting.port_rows(form.words(), form.chosen_side(), form.day())
    context = {"form": form, "rows": rows, "day": form.day() or clock.today()}
    return presenting.show(request, "portal/ports.html", context)


@require_GET
@public_page
def about(request: HttpRequest) -> HttpResponse:
    return presenting.show(request, "portal/about.html", {})


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST or None, initial=_initial(request))
    if request.method == "GET" or not form.is_valid():
        return presenting.show(request, "portal/report.html", {"form": form})
    if form.cleaned_data["website"]:
        return redirect("portal:thanks")  # the trap: a program learns nothing
    report_id = guards.id_of(form.cleaned_data["token"])
    if report_id is None:
        form.data = {**request.POST.dict(), "token": guards.new_token()}
        form.add_error(None, _("The form was open too long or too briefly. Please look over it and send it once more."))
        return presenting.show(request, "portal/report.html", {"form": form})
    if guards.is_too_much(request):
        form.add_error(None, _("Many reports came from your network within an hour. Please try again later."))
        return presenting.show(request, "portal/report.html", {"form": form}, status=429)
    actions.leave_report(form.report(), report_id)
    return redirect("portal:thanks")


def _initial(request: HttpRequest) -> dict[str, object]:
    code = request.GET.get("agency", "")
    return {"token": guards.new_token(), "agency": code}


@never_cache
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    return presenting.show(request, "portal/thanks.html", {})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing here, in the language of the address."""
    return presenting.show(request, "portal/404.html", {}, status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """Say that something broke, without asking the database for anything."""
    return presenting.show(request, "portal/500.html", {}, status=500)
