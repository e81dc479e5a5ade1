"""Forms of a case: open it, correct it, register an exhibit, hand one over."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yuegang.accounts.guards import officer_of, role_required
from yuegang.accounts.models import Officer
from yuegang.enforcement import access as leads
from yuegang.enforcement.cases import access, actions
from yuegang.enforcement.cases.actions.custody import Held, Taken
from yuegang.enforcement.cases.forms import CaseForm, ExhibitForm, HandOverForm
from yuegang.enforcement.cases.models import Exhibit
from yuegang.enforcement.cases.views.doing import found_case, try_save
from yuegang.enforcement.models import Lead


@role_required(*access.WRITING_ROLES)
def new(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    merged = _leads_of(request, officer)
    form = CaseForm(request.POST or None, initial=_from_leads(merged))
    if request.method == "POST" and form.is_valid():
        keys = [lead.pk for lead in merged]
        made = try_save(form, lambda: actions.open_case(officer, form.facts(), keys))
        if made is not None:
            messages.success(request, _("The case %(number)s is open.") % {"number": made.number})
            return redirect("cases:case", made.pk)
    return render(request, "cases/case_form.html", {"form": form, "merged": merged, "case": None})


@role_required(*access.WRITING_ROLES)
def edit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    case = found_case(officer, case_id)
    kept = {name: getattr(case, name) for name in CaseForm.base_fields}
    form = CaseForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["edit_ver"] or 0
        made = try_save(form, lambda: actions.revise_case(officer, case_id, form.facts(), edit_ver=seen))
        if made is not None:
            messages.success(request, _("The facts are changed."))
            return redirect("cases:case", case_id)
    return render(request, "cases/case_form.html", {"form": form, "merged": [], "case": case})


@role_required(*access.WRITING_ROLES)
def exhibit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    case = found_case(officer, case_id)
    initial = {"holder": officer.display_name, "kind": request.GET.get("kind", "")}
    form = ExhibitForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        taken = Taken(
            holder=values["holder"], place=values["place"], reason=_("registered"), at=values["at"],
            seal_number=values["seal_number"],
        )  # fmt: skip
        held = Held(kind=values["kind"], label=values["label"], upload=values["file"])
        made = try_save(form, lambda: actions.register_exhibit(officer, case_id, held, taken))
        if made is not None:
            messages.success(request, _("Exhibit %(number)s is registered.") % {"number": made.number})
            return redirect("cases:case", case_id)
    return render(request, "cases/exhibit_form.html", {"form": form, "case": case})


@role_required(*access.READING_ROLES)
def hand_over(request: HttpRequest, exhibit_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    try:
        found = access.exhibit_for(officer, exhibit_id)
    except Exhibit.DoesNotExist as absent:
        raise Http404 from absent
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        taken = Taken(**{name: values[name] for name in ("holder", "place", "reason", "at", "seal_number", "disposal")})
        if try_save(form, lambda: actions.hand_over(officer, exhibit_id, taken)) is not None:
            messages.success(request, _("The step is in the custody log."))
            return redirect("cases:exhibit", exhibit_id)
    steps = list(found.steps.select_related("recorded_by"))
    may_move = access.may_write(officer) and found.case.is_open and found.disposal in ("kept", "in_court")
    context = {"form": form, "exhibit": found, "case": found.case, "steps": steps, "may_move": may_move}
    return render(request, "cases/exhibit.html", context)


def _leads_of(request: HttpRequest, officer: Officer) -> list[Lead]:
    """Return the leads the address or the form names, as far as the officer may read them."""
    named = [text for text in request.GET.getlist("lead") + request.POST.getlist("lead") if _is_uuid(text)]
    return list(leads.leads_for(officer).select_related("right").filter(pk__in=named).order_by("number"))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _from_leads(merged: list[Lead]) -> dict[str, object]:
    """Return first answers from the first lead, so that nobody writes its facts again."""
    if not merged:
        return {}
    first = merged[0]
    return {"title": first.goods, "ip_type": first.ip_type, "right": first.right, "brand": first.brand}
