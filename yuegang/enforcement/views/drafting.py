"""The sheet of a lead: writing, changing, sending for release, discarding."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuegang.accounts.guards import officer_of, role_required
from yuegang.enforcement import access, actions, bodies
from yuegang.enforcement.errors import EditConflict, Incomplete, NotPossible
from yuegang.enforcement.forms.lead import LeadForm, StubForm
from yuegang.enforcement.models import Lead
from yuegang.enforcement.page.comparing import differences
from yuegang.enforcement.views import refusals
from yuegang.enforcement.views.page import found_lead
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.rights import access as rights

Sheet = LeadForm | StubForm


@role_required(*access.WRITING_ROLES)
def new(request: HttpRequest, *, stub: bool = False) -> HttpResponse:
    form = _sheet(stub)(request.POST or None)
    if request.method == "POST" and "find_right" not in request.POST and form.is_valid():
        try:
            lead = actions.create_lead(officer_of(request), form.facts())
        except ValidationError as broken:
            _put(form, broken)
        else:
            return _kept(request, lead, form)
    return _page(request, form, None, stub=stub)


@role_required(*access.WRITING_ROLES)
def edit(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    lead = found_lead(officer_of(request), lead_id)
    if lead.is_incoming:
        raise Http404
    sheet = _sheet(lead.is_stub)
    form = sheet(request.POST) if request.method == "POST" else sheet(initial=_initial(lead, sheet))
    if request.method == "POST" and "find_right" not in request.POST and form.is_valid():
        return _revise(request, lead, form)
    return _page(request, form, lead, stub=lead.is_stub)


def _revise(request: HttpRequest, lead: Lead, form: Sheet) -> HttpResponse:
    edit_ver = form.cleaned_data["edit_ver"] or 0
    try:
        revised = actions.revise_lead(officer_of(request), lead.id, form.facts(), edit_ver=edit_ver)
    except EditConflict as conflict:
        return _conflict(request, conflict, form)
    except ValidationError as broken:
        _put(form, broken)
    except NotPossible as error:
        form.add_error(None, refusals.words(error))
    else:
        return _kept(request, revised, form)
    return _page(request, form, lead, stub=lead.is_stub)


def _kept(request: HttpRequest, lead: Lead, form: Sheet) -> HttpResponse:
    """Go on after a draft was kept: to its page, or into the release chain if that was asked."""
    if request.POST.get("do") != "submit":
        messages.success(request, _("The draft is kept."))
        return redirect("enforcement:lead", lead.id)
    return _send(request, lead, form)


def _send(request: HttpRequest, lead: Lead, form: Sheet) -> HttpResponse:
    try:
        actions.submit_lead(officer_of(request), lead.id, urgent="urgent" in request.POST)
    except Incomplete as incomplete:
        form.add_error(None, refusals.words(incomplete))
        for missing in incomplete.missing:
            form.add_error(missing.field if missing.field in form.fields else None, refusals.words_of(missing.rule))
    except ReleaseRefused as refused:
        _put_refusals(form, refused)
    except (NotPossible, ExchangeError) as error:
        form.add_error(None, refusals.words_of(error.rule))
    else:
        messages.success(request, _("Sent to the release desk."))
        return redirect("enforcement:lead", lead.id)
    fresh = found_lead(officer_of(request), lead.id)
    return _page(request, form, fresh, stub=fresh.is_stub)


def _put(form: forms.Form, broken: ValidationError) -> None:
    """Put the rules a row broke onto the fields of its form."""
    found = broken.error_dict if hasattr(broken, "error_dict") else {"__all__": [broken]}
    for name, errors in found.items():
        for error in errors:
            words = refusals.words_of(error.code) if error.code and error.code in refusals.WORDS else error
            form.add_error(name if name in form.fields else None, words)


def _put_refusals(form: forms.Form, refused: ReleaseRefused) -> None:
    """Put what the gate named onto the fields of the sheet."""
    form.add_error(None, refusals.words_of(refused.rule))
    for refusal in refused.refusals:
        name = refusal.place.removeprefix("/")
        form.add_error(name if name in form.fields else None, refusals.words_of(refusal.rule))


def _conflict(request: HttpRequest, conflict: EditConflict, form: Sheet) -> HttpResponse:
    """Show both versions side by side; neither is lost."""
    theirs = conflict.current
    assert isinstance(theirs, Lead)
    again = _sheet(theirs.is_stub)({**request.POST.dict(), "edit_ver": theirs.edit_ver})
    context = {
        "lead": theirs,
        "differences": differences(theirs, form.facts()),
        "fields": [(name, value) for name, values in request.POST.lists() for value in values if name != "edit_ver"],
        "edit_ver": theirs.edit_ver,
        "form": again,
    }
    return render(request, "enforcement/conflict.html", context, status=409)


def _sheet(stub: bool) -> type[Sheet]:
    return StubForm if stub else LeadForm


def _initial(lead: Lead, sheet: type[Sheet]) -> dict[str, Any]:  # Any: values of any column
    names = sheet.base_fields
    return {name: getattr(lead, bodies.column(lead, name)) for name in names if name not in ("plausible",)}


def _page(request: HttpRequest, form: Sheet, lead: Lead | None, *, stub: bool) -> HttpResponse:
    found = []
    if "find_right" in request.POST:
        words = request.POST.get("right_text", "")
        found = list(rights.search(words, ip_type=request.POST.get("ip_type", ""))[:12]) if words.strip() else []
    shown = _quiet(form) if "find_right" in request.POST else form
    context = {
        "form": shown, "lead": lead, "stub": stub, "rights": found, "searched": "find_right" in request.POST,
        "edit_ver": lead.edit_ver if lead else 0,
    }  # fmt: skip
    return render(request, "enforcement/lead_form.html", context, status=422 if shown.errors else 200)


def _quiet(form: Sheet) -> Sheet:
    """Return the sheet as it was typed, without complaints: only a right was looked for."""
    return type(form)(initial={name: value for name, value in form.data.items() if name in form.fields})


@require_POST
@role_required(*access.WRITING_ROLES)
def submit(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Send a kept draft into its release chain; what it lacks is shown on the sheet."""
    lead = found_lead(officer_of(request), lead_id)
    if lead.is_incoming:
        raise Http404
    sheet = _sheet(lead.is_stub)
    form = sheet({name: _plain(value) for name, value in _initial(lead, sheet).items()})
    form.is_valid()
    return _send(request, lead, form)


def _plain(value: Any) -> Any:  # Any: a column's value, as a form would have sent it
    return "" if value is None else value


@require_POST
@role_required(*access.WRITING_ROLES)
def discard(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    found_lead(officer_of(request), lead_id)
    try:
        actions.discard_draft(officer_of(request), lead_id)
    except NotPossible as error:
        messages.error(request, refusals.words(error))
        return redirect("enforcement:lead", lead_id)
    messages.success(request, _("The draft was discarded."))
    return redirect("enforcement:leads")
