"""The answer to a lead: writing, changing, sending for release."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yuegang.accounts.guards import officer_of, role_required
from yuegang.enforcement import access, actions
from yuegang.enforcement.errors import EditConflict, Incomplete, NotPossible
from yuegang.enforcement.forms.work import FeedbackForm, ImageForm
from yuegang.enforcement.models import Feedback, Lead
from yuegang.enforcement.page.head import title_of
from yuegang.enforcement.views import refusals
from yuegang.enforcement.views.page import found_lead
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.release.errors import ReleaseRefused


@role_required(*access.WRITING_ROLES)
def answer(request: HttpRequest, lead_id: UUID, feedback_id: UUID | None = None) -> HttpResponse:
    lead = found_lead(officer_of(request), lead_id)
    row = _own_row(request, lead, feedback_id)
    if not lead.is_incoming:
        raise Http404
    if request.method != "POST":
        return _page(request, lead, row, FeedbackForm(initial=_initial(row)))
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _page(request, lead, row, form)
    try:
        kept = _keep(request, lead, row, form)
    except EditConflict:
        form.add_error(None, _("Somebody changed this answer since you opened it. Yours stands below, unsaved."))
        return _page(request, lead, _own_row(request, lead, feedback_id), form)
    except ValidationError as broken:
        form.add_error(None, broken.messages)
        return _page(request, lead, row, form)
    except NotPossible as error:
        form.add_error(None, refusals.words(error))
        return _page(request, lead, row, form)
    return _kept(request, lead, kept, form)


def _own_row(request: HttpRequest, lead: Lead, feedback_id: UUID | None) -> Feedback | None:
    if feedback_id is None:
        return None
    try:
        row = access.feedback_for(officer_of(request), feedback_id)
    except Feedback.DoesNotExist as absent:
        raise Http404 from absent
    if row.lead_id != lead.id or row.is_incoming:
        raise Http404
    return row


def _keep(request: HttpRequest, lead: Lead, row: Feedback | None, form: FeedbackForm) -> Feedback:
    officer, values = officer_of(request), form.values(is_stub=lead.is_stub)
    if row is None:
        return actions.draft_feedback(officer, lead.id, values)
    return actions.revise_feedback(officer, row.id, values, edit_ver=form.cleaned_data["edit_ver"] or 0)


def _kept(request: HttpRequest, lead: Lead, row: Feedback, form: FeedbackForm) -> HttpResponse:
    if request.POST.get("do") != "submit":
        messages.success(request, _("The draft is kept."))
        return redirect("enforcement:lead", lead.id)
    try:
        actions.submit_feedback(officer_of(request), row.id, urgent="urgent" in request.POST)
    except Incomplete as incomplete:
        form.add_error(None, refusals.words(incomplete))
        for missing in incomplete.missing:
            form.add_error(missing.field, refusals.words_of(missing.rule))
    except ReleaseRefused as refused:
        form.add_error(None, refusals.words_of(refused.rule))
        for refusal in refused.refusals:
            name = refusal.place.removeprefix("/")
            form.add_error(name if name in form.fields else None, refusals.words_of(refusal.rule))
    except (NotPossible, ExchangeError) as error:
        form.add_error(None, refusals.words_of(error.rule))
    else:
        messages.success(request, _("Sent to the release desk."))
        return redirect("enforcement:lead", lead.id)
    row.refresh_from_db()
    return _page(request, lead, row, form)


def _initial(row: Feedback | None) -> dict[str, Any]:  # Any: values of any column
    return {} if row is None else {name: getattr(row, name) for name in FeedbackForm.base_fields}


def _page(request: HttpRequest, lead: Lead, row: Feedback | None, form: FeedbackForm) -> HttpResponse:
    context = {
        "image_form": ImageForm(auto_id="image_%s"),
        "lead": lead, "row": row, "form": form, "heading": title_of(lead), "edit_ver": row.edit_ver if row else 0,
        "action_url": request.path if row is None or str(row.id) in request.path else f"{request.path}{row.id}/",
    }  # fmt: skip
    return render(request, "enforcement/feedback_form.html", context, status=422 if form.errors else 200)
