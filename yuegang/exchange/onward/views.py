"""Pages of passing on: what waits, one request with its steps, asking, copies that came."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yuegang.accounts.guards import officer_of, recent_sign_in_required, role_required
from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.onward import access, actions, page
from yuegang.exchange.onward.errors import OnwardRefused
from yuegang.exchange.onward.forms import AnswerForm, AskForm
from yuegang.exchange.onward.items import Entrusted, entrusted, may_ask
from yuegang.exchange.onward.models import OnwardRequest
from yuegang.exchange.onward.wording import refusal_word
from yuegang.parties import access as parties

SHOWN = 50  # rows of each list


@require_GET
@role_required(*access.READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """What others ask of us, what we ask of others, what was passed on to us."""
    officer = officer_of(request)
    found = access.requests(officer)
    context = {
        "theirs": page.rows_of(list(found.filter(ours=False)[:SHOWN])),
        "ours": page.rows_of(list(found.filter(ours=True)[:SHOWN])),
        "copies": page.copy_rows(list(access.copies(officer)[:SHOWN])),
    }
    return render(request, "onward/list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(*access.WRITERS)
def ask(request: HttpRequest, kind: str, item_id: UUID) -> HttpResponse:
    """Ask the originator of an item to let it be passed on."""
    officer = officer_of(request)
    found = _entrusted(officer, kind, item_id)
    form = AskForm(request.POST or None, origin=found.header.sender)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask(officer, found, form.wish())
        except ExchangeError as refused:
            form.add_error(None, str(refusal_word(refused.rule)))
        else:
            messages.success(request, _("The question is on its way."))
            return redirect("onward:item", asked.pk)
    context = {
        "form": form,
        "title": page.title_of(kind, item_id),
        "url": page.url_of(kind, item_id),
        "onward": str(found.onward),
        "marking": found.header.marking,
        "origin": next(node.name() for node in parties.peers() if node.code == found.header.sender),
    }
    return render(request, "onward/ask.html", context, status=422 if form.errors else 200)


@require_GET
@role_required(*access.READERS)
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request: how it stands and what this officer may do next."""
    found = _request(request, pk)
    return render(request, "onward/item.html", _context(request, found))


@require_POST
@role_required(*access.WRITERS)
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose an answer to a colleague."""
    found = _request(request, pk)
    form = AnswerForm(request.POST, kind=found.kind)
    if not form.is_valid():
        return render(request, "onward/item.html", _context(request, found, form), status=422)
    try:
        actions.propose(officer_of(request), found, **form.settled())
    except OnwardRefused as refused:
        messages.error(request, str(refusal_word(refused.rule)))
    else:
        messages.success(request, _("A second officer confirms the answer."))
    return redirect("onward:item", pk)


@require_POST
@role_required(*access.DECIDERS)
@recent_sign_in_required
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm a colleague's answer."""
    return _step(request, pk, actions.confirm, _("The answer is signed and on its way."))


@require_POST
@role_required(*access.DECIDERS)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a proposed answer back."""
    return _step(request, pk, actions.discard, _("The proposed answer was taken back."))


@require_POST
@role_required(*access.DECIDERS)
@recent_sign_in_required
def pass_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pass the item on under its grant."""
    return _step(request, pk, actions.order, _("The copy is being made and sent."))


@require_GET
@role_required(*access.READERS)
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A copy that was passed on to us; opening it stands in the audit."""
    officer = officer_of(request)
    found = get_object_or_404(access.copies(officer), pk=pk)
    record(officer, "onward.read", f"onward.copy:{found.pk}")
    context = {
        "row": page.copy_rows([found])[0],
        "facts": page.facts_of(found),
        "removed": page.labels_of(found.kind, found.removed),
    }
    return render(request, "onward/copy.html", context)


def _entrusted(officer: Officer, kind: str, item_id: UUID) -> Entrusted:
    try:
        found = entrusted(kind, item_id)
    except OnwardRefused as absent:
        raise Http404 from absent
    if not may_ask(officer, found):
        raise Http404
    return found


def _request(request: HttpRequest, pk: UUID) -> OnwardRequest:
    return get_object_or_404(access.requests(officer_of(request)), pk=pk)


def _context(request: HttpRequest, found: OnwardRequest, form: AnswerForm | None = None) -> dict[str, object]:
    officer = officer_of(request)
    may_propose = access.may_propose(officer, found)
    return {
        "row": page.rows_of([found])[0],
        "track": page.track_of(found),
        "withheld": page.labels_of(found.kind, found.withhold),
        "may_decide": access.may_decide(officer, found),
        "may_pass": access.may_pass(officer, found),
        "form": (form or AnswerForm(kind=found.kind)) if may_propose else None,
        "audit_target": actions.target_of(found),
    }


def _step(request: HttpRequest, pk: UUID, act: Callable[[Officer, OnwardRequest], None], done: str) -> HttpResponse:
    found = _request(request, pk)
    try:
        act(officer_of(request), found)
    except OnwardRefused as refused:
        messages.error(request, str(refusal_word(refused.rule)))
    else:
        messages.success(request, done)
    return redirect("onward:item", pk)
