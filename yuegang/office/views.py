"""Pages of the frame itself: Today, settings of the look, the style guide."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_required
from yuegang.base import clock
from yuegang.office import guide
from yuegang.office.forms import PreferencesForm

LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # seconds: a year, like the choice of a language on paper


@require_GET
@officer_required
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "office/today.html", {"today": clock.today()})


@require_GET
@officer_required
def show_settings(request: HttpRequest) -> HttpResponse:
    officer: Any = request.user  # Any: the middleware's user type is the union with the anonymous one
    form = PreferencesForm(
        initial={
            "language": officer.language,
            "density": officer.density,
            "single_keys": "on" if officer.single_keys else "off",
        }
    )
    return render(request, "office/settings.html", {"form": form, "keys": guide.KEYS})


@require_POST
def save_preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST)
    chosen = {key: value for key, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    response = redirect(came_from(request))
    if "language" in chosen:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen["language"],
            max_age=LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            httponly=True,
        )
    if request.user.is_authenticated and chosen:
        keep(request.user, chosen)
    return response


def keep(officer: Any, chosen: dict[str, str]) -> None:  # Any: see show_settings
    """Write the chosen settings into the account, so that they follow the officer to the next device."""
    values: dict[str, Any] = dict(chosen)
    if "single_keys" in values:
        values["single_keys"] = values["single_keys"] == "on"
    for name, value in values.items():
        setattr(officer, name, value)
    officer.save(update_fields=list(values))


def came_from(request: HttpRequest) -> str:
    """Return the page the form was on, if it is one of ours."""
    address = request.POST.get("next", "")
    hosts = {request.get_host()}
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())
    return address if ours else "/"


@require_GET
@officer_required
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "office/styleguide.html", guide.samples())
