"""The obligations desk: who owes what, and what the unit that sent an item may grant."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, role_required
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.obligations import access, actions
from yuegang.exchange.obligations.desk import page_of, rows_of
from yuegang.exchange.obligations.forms import ExtendForm, WaiveForm
from yuegang.exchange.obligations.items import Owed, kinds
from yuegang.exchange.obligations.wording import refusal_word, step_word
from yuegang.exchange.wording import kind_word

STEPS = ("extend", "waive")


def _extend(typed: QueryDict | None = None) -> ExtendForm:
    return ExtendForm(typed, auto_id="extend_%s")


def _waive(typed: QueryDict | None = None) -> WaiveForm:
    return WaiveForm(typed, auto_id="waive_%s")


@require_GET
@role_required(*access.READERS)
def desk(request: HttpRequest) -> HttpResponse:
    ours, asked = request.GET.get("who") != "theirs", request.GET.get("kind", "")
    kind = asked if asked in kinds() else kinds()[0]
    page, rows = page_of(officer_of(request), kind, request.GET.get("page", "1"), ours=ours)
    context = {
        "page": page, "rows": [(row, step_word(row.step)) for row in rows], "ours": ours, "kind": kind,
        "kinds": [(code, kind_word(code)) for code in kinds()],
    }  # fmt: skip
    return render(request, "obligations/desk.html", context)


def _found(request: HttpRequest, kind: str, item_id: UUID) -> Owed:
    found = access.item_for(officer_of(request), kind, item_id)
    if found is None:
        raise Http404
    return found


@require_GET
@role_required(*access.READERS)
def item(request: HttpRequest, kind: str, item_id: UUID) -> HttpResponse:
    return _page(request, _found(request, kind, item_id), _extend(), _waive())


def _page(request: HttpRequest, found: Owed, extend: ExtendForm, waive: WaiveForm) -> HttpResponse:
    [row] = rows_of([found])
    is_open = found.state.stage in actions.OPEN and not found.is_incoming and access.may_change(officer_of(request))
    context = {
        "row": row,
        "step": step_word(row.step),
        "changes": access.changes_of(found),
        "extend": extend if is_open and found.state.feedback_by is not None else None,
        "waive": waive if is_open else None,
    }
    return render(request, "obligations/item.html", context, status=422 if extend.errors or waive.errors else 200)


@require_POST
@role_required(*access.CHANGERS)
def change(request: HttpRequest, kind: str, item_id: UUID, step: str) -> HttpResponse:
    found = _found(request, kind, item_id)
    if step not in STEPS:
        raise Http404
    extend = _extend(request.POST if step == "extend" else None)
    waive = _waive(request.POST if step == "waive" else None)
    form = extend if step == "extend" else waive
    if not form.is_valid():
        return _page(request, found, extend, waive)
    officer, reason = officer_of(request), form.cleaned_data["reason"]
    try:
        if step == "extend":
            actions.extend(officer, kind, item_id, form.cleaned_data["until"], reason)
        else:
            actions.waive(officer, kind, item_id, reason)
    except ExchangeError as refused:
        form.add_error(None, str(refusal_word(refused.rule)))
        return _page(request, found, extend, waive)
    messages.success(request, _("Signed and on its way to the other side."))
    return redirect("obligations:item", kind, item_id)
