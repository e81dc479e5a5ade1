"""What an officer does with a lead on its page: each a plain form that comes back to the page."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuegang.accounts.guards import officer_of, role_required
from yuegang.accounts.models import Officer
from yuegang.base.files.errors import FileRefused, refusal_text
from yuegang.enforcement import access, actions
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.forms import work
from yuegang.enforcement.models import Feedback, Message
from yuegang.enforcement.views import refusals
from yuegang.enforcement.views.page import found_lead
from yuegang.exchange.errors import ExchangeError


def _do(request: HttpRequest, lead_id: UUID, act: Callable[[], object], done: str) -> HttpResponse:
    """Do one act on a lead the officer may read, say how it went, and return to its page."""
    found_lead(officer_of(request), lead_id)
    try:
        act()
    except FileRefused as refused:
        messages.error(request, refusal_text(refused))
    except (NotPossible, ExchangeError) as error:
        messages.error(request, refusals.words_of(error.rule))
    else:
        messages.success(request, done)
    return redirect("enforcement:lead", lead_id)


def _invalid(request: HttpRequest, lead_id: UUID, form: forms.Form) -> HttpResponse:
    found_lead(officer_of(request), lead_id)
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            messages.error(request, f"{label}: {error}" if label else str(error))
    return redirect("enforcement:lead", lead_id)


@require_POST
@role_required(*access.WRITING_ROLES)
def acknowledge(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    return _do(request, lead_id, lambda: actions.acknowledge(officer, lead_id), _("Acknowledged, without content."))


@require_POST
@role_required(*access.WRITING_ROLES)
def take(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    return _do(request, lead_id, lambda: actions.take_in_hand(officer, lead_id), _("The lead is in hand."))


@require_POST
@role_required(*access.WRITING_ROLES)
def refuse(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    officer, reason = officer_of(request), request.POST.get("reason", "")
    return _do(request, lead_id, lambda: actions.refuse(officer, lead_id, reason), _("The other side was told."))


@require_POST
@role_required(*access.WRITING_ROLES)
def forward(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    form = work.ForwardForm(request.POST)
    if not form.is_valid():
        return _invalid(request, lead_id, form)
    officer, values = officer_of(request), form.cleaned_data
    return _do(
        request, lead_id, lambda: actions.forward(officer, lead_id, values["unit_code"], values["note"]),
        _("Forwarded; the other side was told which unit has it."),
    )  # fmt: skip


@require_POST
@role_required(*access.WRITING_ROLES)
def assign(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    form = work.AssignForm(request.POST)
    if not form.is_valid():
        return _invalid(request, lead_id, form)
    officer, values = officer_of(request), form.cleaned_data
    return _do(request, lead_id, lambda: actions.assign(officer, lead_id, **values), _("Assigned."))


@require_POST
@role_required(*access.WRITING_ROLES)
def act(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    form = work.ActionForm(request.POST)
    if not form.is_valid():
        return _invalid(request, lead_id, form)
    officer, values = officer_of(request), form.cleaned_data
    return _do(request, lead_id, lambda: actions.record_action(officer, lead_id, **values), _("The act is recorded."))


@require_POST
@role_required(*access.WRITING_ROLES)
def message(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    officer, text = officer_of(request), request.POST.get("text", "")
    return _do(request, lead_id, lambda: actions.send_message(officer, lead_id, text), _("Sent to the release desk."))


@require_POST
@role_required(*access.WRITING_ROLES)
def resend(request: HttpRequest, lead_id: UUID, message_id: UUID) -> HttpResponse:
    officer, text = officer_of(request), request.POST.get("text", "")
    try:
        if access.message_for(officer, message_id).lead_id != lead_id:
            raise Http404
    except Message.DoesNotExist as absent:
        raise Http404 from absent
    return _do(
        request, lead_id, lambda: actions.resend_message(officer, message_id, text), _("Sent to the release desk.")
    )


@require_POST
@role_required(*access.WRITING_ROLES)
def add_image(request: HttpRequest, lead_id: UUID, feedback_id: UUID | None = None) -> HttpResponse:
    """Keep a picture with a lead, or with the draft of an answer to it."""
    form = work.ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _invalid(request, lead_id, form)
    officer, values = officer_of(request), form.cleaned_data
    answer = _answer(officer, feedback_id)
    return _do(
        request, lead_id,
        lambda: actions.add_image(officer, lead_id, values["image"], caption=values["caption"], feedback=answer),
        _("The picture is kept; it is boxed before it crosses."),
    )  # fmt: skip


def _answer(officer: Officer, feedback_id: UUID | None) -> Feedback | None:
    if feedback_id is None:
        return None
    try:
        return access.feedback_for(officer, feedback_id)
    except Feedback.DoesNotExist as absent:
        raise Http404 from absent


@require_POST
@role_required(*access.WRITING_ROLES)
def close(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    return _do(request, lead_id, lambda: actions.close(officer, lead_id), _("The lead is closed on our side."))
