"""The two registers: known persons, and assessments."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yuegang.accounts.guards import officer_of, role_required
from yuegang.accounts.roles import Role
from yuegang.exchange.release import access, registers
from yuegang.exchange.release.forms import AssessmentForm, PersonForm

Page = ["GET", "POST"]


@require_http_methods(Page)
@role_required(*access.PERSONS_READERS)
def persons(request: HttpRequest) -> HttpResponse:
    """The list of known persons, and the form to add one."""
    officer = officer_of(request)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        registers.add_person(form.cleaned_data["name"], officer)
        messages.success(request, _("The name is on the list; every draft on the desk was searched for it."))
        return redirect("release:persons")
    may_remove = Role.DATA_PROTECTION in officer.roles
    context = {"form": form, "persons": access.persons(), "may_remove": may_remove}
    return render(request, "release/persons.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(Role.DATA_PROTECTION)
def remove_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a name off the list."""
    registers.remove_person(get_object_or_404(access.persons(), pk=pk), officer_of(request))
    messages.success(request, _("The name is off the list."))
    return redirect("release:persons")


@require_http_methods(Page)
@role_required(*access.ASSESSMENT_READERS)
def assessments(request: HttpRequest) -> HttpResponse:
    """The register of assessments; data protection enters them."""
    officer = officer_of(request)
    may_enter = Role.DATA_PROTECTION in officer.roles
    form = AssessmentForm(request.POST or None) if may_enter else None
    if form is not None and form.is_valid():
        entered = form.cleaned_data
        registers.enter_assessment(
            officer,
            entered["reference"],
            entered["covers"],
            recipient_node=entered["recipient_node"],
            expires_on=entered["expires_on"],
        )
        messages.success(request, _("The assessment is in the register."))
        return redirect("release:assessments")
    context = {"form": form, "assessments": access.assessments(), "may_enter": may_enter}
    return render(request, "release/assessments.html", context, status=422 if form is not None and form.errors else 200)


@require_POST
@role_required(Role.DATA_PROTECTION)
def withdraw_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """End an assessment now."""
    registers.withdraw_assessment(officer_of(request), get_object_or_404(access.assessments(), pk=pk))
    messages.success(request, _("The assessment no longer holds."))
    return redirect("release:assessments")
