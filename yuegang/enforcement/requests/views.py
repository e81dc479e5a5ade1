"""Pages of requests: list, one request, its form, its reply, the yearly joint table."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, role_required
from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement import deadlines, names
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.requests import access, actions
from yuegang.enforcement.requests.forms import AnswerForm, CloseForm, ListFilter, RefuseForm, RequestForm
from yuegang.enforcement.requests.models import Reply, Request
from yuegang.enforcement.requests.page import context_of
from yuegang.enforcement.requests.progress import year_table
from yuegang.enforcement.views import refusals
from yuegang.exchange.release.errors import ReleaseRefused

PER_PAGE = 40
WORDS = {
    "request.status": gettext_lazy("The request does not stand where this would be possible."),
    "request.questions": gettext_lazy("Ask between one and twenty questions."),
    "request.unit": gettext_lazy("A request goes to a unit of the other side."),
    "request.close": gettext_lazy("Only an answered request of ours is closed."),
    "request.use": gettext_lazy("Say what use was made of the answers."),
    "refuse.reason": gettext_lazy("Choose the reason of the refusal."),
    "reply.status": gettext_lazy("The reply waits for signatures."),
    "reply.empty": gettext_lazy("Answer at least one question."),
    "reply.question": gettext_lazy("There is no such question."),
}
ABSENT = (Request.DoesNotExist, Reply.DoesNotExist)


def words_of(rule: str) -> str:
    """Return the sentence of a refusal."""
    return str(WORDS[rule]) if rule in WORDS else refusals.words_of(rule)


def found_request(officer: Officer, request_id: UUID) -> Request:
    """Return a request or answer 404, absent and forbidden alike."""
    try:
        return access.request_for(officer, request_id)
    except Request.DoesNotExist as absent:
        raise Http404 from absent


@require_GET
@role_required(*access.READING_ROLES)
def requests(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = ListFilter(request.GET)
    form.is_valid()
    found = access.requests_for(officer).order_by("-created_at", "pk")
    if form.cleaned_data.get("status"):
        found = found.filter(status=form.cleaned_data["status"])
    if form.cleaned_data.get("direction"):
        found = found.filter(is_incoming=form.cleaned_data["direction"] == "in")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, deadlines.state_of(one)) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "may_write": access.may_write(officer)}
    return render(request, "requests/requests.html", context)


@require_GET
@role_required(*access.READING_ROLES)
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    found = found_request(officer, request_id)
    actions.record_read(officer, found)
    context = {**context_of(found, officer), "refuse_form": RefuseForm(), "close_form": CloseForm()}
    return render(request, "requests/request.html", context)


@role_required(*access.WRITING_ROLES)
def edit(request: HttpRequest, request_id: UUID | None = None) -> HttpResponse:
    officer = officer_of(request)
    found = found_request(officer, request_id) if request_id is not None else None
    kept = [question.text for question in found.questions.all()] if found else []
    initial = RequestForm.initial_of(found) if found else {}
    form = RequestForm(request.POST or None, initial=initial, questions=kept)
    if request.method == "POST" and form.is_valid():
        made = _save(request, officer, form, request_id)
        if made is not None:
            return redirect("requests:request", made.pk)
    return render(request, "requests/request_form.html", {"form": form, "asked": found})


def _save(request: HttpRequest, officer: Officer, form: RequestForm, request_id: UUID | None) -> Request | None:
    """Keep the draft, and send it into its chain if told to; a refusal of the chain leaves the draft kept."""
    try:
        made = actions.draft_request(officer, form.facts(), form.questions(), request_id)
    except ABSENT as absent:
        raise Http404 from absent
    except NotPossible as refusal:
        form.add_error(None, words_of(refusal.rule))
        return None
    except ValidationError as broken:
        form.add_error(None, broken.messages)
        return None
    if request.POST.get("do") == "submit":
        _try(request, lambda: actions.submit_request(officer, made.pk), _("Sent for signature."))
    else:
        messages.success(request, _("The draft is kept."))
    return made


def _try(request: HttpRequest, do: Callable[[], object], done: str) -> None:
    try:
        do()
    except ABSENT as absent:
        raise Http404 from absent
    except (NotPossible, ReleaseRefused) as refusal:
        messages.error(request, words_of(refusal.rule))
    except ValidationError as broken:
        for line in broken.messages:
            messages.error(request, line)
    else:
        messages.success(request, done)


@require_POST
@role_required(*access.WRITING_ROLES)
def submit(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    _try(request, lambda: actions.submit_request(officer, request_id), _("Sent for signature."))
    return redirect("requests:request", request_id)


@require_POST
@role_required(*access.WRITING_ROLES)
def acknowledge(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    _try(request, lambda: actions.acknowledge(officer, request_id), _("Acknowledged, without content."))
    return redirect("requests:request", request_id)


@require_POST
@role_required(*access.WRITING_ROLES)
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer, reason = officer_of(request), request.POST.get("reason", "")
    _try(request, lambda: actions.refuse(officer, request_id, reason), _("The other side is told the coded reason."))
    return redirect("requests:request", request_id)


@require_POST
@role_required(*access.WRITING_ROLES)
def close(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer, use = officer_of(request), request.POST.get("use", "")
    _try(request, lambda: actions.close(officer, request_id, use), _("The request is closed; the other side is told."))
    return redirect("requests:request", request_id)


@role_required(*access.WRITING_ROLES)
def reply(request: HttpRequest, request_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    found = found_request(officer, request_id)
    if not found.is_incoming or found.status not in actions.ANSWERABLE:
        raise Http404
    answers = _answer_forms(request, found)
    if request.method == "POST" and all([form.is_valid() for form in answers]):
        given = {form.question.number: dict(form.cleaned_data) for form in answers if form.cleaned_data["state"]}
        is_sent = request.POST.get("do") == "submit"
        done = _("Sent for signature.") if is_sent else _("The draft is kept.")
        _try(request, lambda: actions.draft_reply(officer, request_id, given, submit=is_sent), done)
        return redirect("requests:request", request_id)
    return render(request, "requests/reply_form.html", {"asked": found, "answers": answers})


def _answer_forms(request: HttpRequest, found: Request) -> list[AnswerForm]:
    """Return a form for each question, with what the open draft says or what was typed."""
    draft = Reply.objects.filter(request=found, is_incoming=False, status=Reply.Status.DRAFT).first()
    kept = {answer.question_id: answer for answer in draft.answers.all()} if draft else {}
    made = []
    for question in found.questions.all():
        answer = kept.get(question.pk)
        initial = {name: getattr(answer, name) for name in AnswerForm.base_fields} if answer else {}
        made.append(AnswerForm(question, request.POST or None, initial=initial))
    return made


@require_GET
@role_required(*access.READING_ROLES)
def year(request: HttpRequest, year: int) -> HttpResponse:
    officer = officer_of(request)
    found = access.requests_for(officer).filter(released_at__isnull=False)
    local = [one for one in found if one.released_at and one.released_at.astimezone(clock.BOTH_SIDES).year == year]
    sides = {code: unit.side for code, unit in names.units().items()}
    context = {"year": year, "rows": year_table(local, sides), "before": year - 1, "after": year + 1}
    return render(request, "requests/year.html", context)
