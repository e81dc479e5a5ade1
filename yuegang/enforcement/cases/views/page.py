"""The page of a case and what is done on it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, role_required
from yuegang.base.documents.actions import DocumentError
from yuegang.base.files import serving
from yuegang.enforcement.cases import access, actions, sheets, telling
from yuegang.enforcement.cases.actions.opening import mergeable
from yuegang.enforcement.cases.actions.staging import Finding
from yuegang.enforcement.cases.forms import CloseForm, DeterminationForm, MergeForm, ReasonForm
from yuegang.enforcement.cases.models import Exhibit
from yuegang.enforcement.cases.views.doing import act, found_case, tell_invalid


@require_GET
@role_required(*access.READING_ROLES)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    found = found_case(officer, case_id)
    context = telling.case_context(found, officer) | {
        "determination_form": DeterminationForm(auto_id="determine_%s"),
        "close_form": CloseForm(auto_id="close_%s"),
        "reopen_form": ReasonForm(auto_id="reopen_%s"),
        "merge_form": MergeForm(auto_id="merge_%s", leads=mergeable(officer)),
    }
    return render(request, "cases/case.html", context)


@require_POST
@role_required(*access.WRITING_ROLES)
def merge(request: HttpRequest, case_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    form = MergeForm(request.POST, leads=mergeable(officer))
    if not form.is_valid():
        return _invalid(request, case_id, form)
    lead = form.cleaned_data["lead"]
    return act(
        request, case_id, lambda: actions.add_lead(officer, case_id, lead.pk), _("The lead is part of the case.")
    )


@require_POST
@role_required(*access.WRITING_ROLES)
def unmerge(request: HttpRequest, case_id: UUID, lead_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    done = _("The lead is on its own again.")
    return act(request, case_id, lambda: actions.remove_lead(officer, case_id, lead_id), done)


@require_POST
@role_required(*access.WRITING_ROLES)
def advance(request: HttpRequest, case_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    return act(request, case_id, lambda: actions.advance(officer, case_id), _("The stage is recorded."))


@require_POST
@role_required(*access.WRITING_ROLES)
def determine(request: HttpRequest, case_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    form = DeterminationForm(request.POST)
    if not form.is_valid():
        return _invalid(request, case_id, form)
    values = form.cleaned_data
    finding = Finding(values["determination"], values["basis"], values["determined_on"])
    return act(
        request, case_id, lambda: actions.determine(officer, case_id, finding), _("The determination is recorded.")
    )


@require_POST
@role_required(*access.WRITING_ROLES)
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _invalid(request, case_id, form)
    values = form.cleaned_data
    return act(
        request,
        case_id,
        lambda: actions.close_case(officer, case_id, outcome=values["outcome"], note=values["note"]),
        _("The case is closed."),
    )


@require_POST
@role_required(*access.WRITING_ROLES)
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _invalid(request, case_id, form)
    reason = form.cleaned_data["reason"]
    return act(
        request, case_id, lambda: actions.reopen_case(officer, case_id, reason=reason), _("The case is open again.")
    )


@require_POST
@role_required(*access.WRITING_ROLES)
def file_line(request: HttpRequest, case_id: UUID, seizure_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    done = _("The seizure belongs to the case now.")
    return act(request, case_id, lambda: actions.file_seizure(officer, seizure_id, case_id=case_id), done)


@require_GET
@role_required(*access.READING_ROLES)
def custody(request: HttpRequest, case_id: UUID) -> HttpResponse:
    found = found_case(officer_of(request), case_id)
    try:
        content = sheets.custody_sheet(found, get_language() or "en")
    except DocumentError as error:
        if error.rule != "glyph.missing":
            raise
        words = _("The sheet cannot be printed: no glyph for %(characters)s.") % {"characters": error.detail}
        messages.error(request, words)
        return redirect("cases:case", case_id)
    return serving.serve_bytes(content, "application/pdf", f"{found.number}-custody.pdf")


@require_GET
@role_required(*access.READING_ROLES)
def exhibit_file(request: HttpRequest, exhibit_id: UUID) -> HttpResponse:
    try:
        exhibit = access.exhibit_for(officer_of(request), exhibit_id)
    except Exhibit.DoesNotExist as absent:
        raise Http404 from absent
    if exhibit.file is None:
        raise Http404
    return serving.serve(exhibit.file)


def _invalid(request: HttpRequest, case_id: UUID, form: forms.Form) -> HttpResponse:
    found_case(officer_of(request), case_id)
    tell_invalid(request, form)
    return redirect("cases:case", case_id)
