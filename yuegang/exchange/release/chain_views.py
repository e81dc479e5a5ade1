"""The page of the chains of signatures, and the steps of changing one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yuegang.accounts.guards import officer_of, recent_sign_in_required, role_required
from yuegang.accounts.models import Officer
from yuegang.exchange.release import chain_changes
from yuegang.exchange.release.chain_forms import ChainForm
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.models import ChainChange, ReleaseChain
from yuegang.exchange.release.models.chains import ANY
from yuegang.exchange.release.rows import name_of
from yuegang.exchange.release.wording import CHAIN_REFUSED, KINDS, STEPS
from yuegang.parties import access as parties

LISTED = 20  # changes of the past
Decision = Callable[[Officer, int], ChainChange]
DECISIONS: Mapping[str, tuple[Decision, str | Promise]] = {
    "force": (
        chain_changes.put_in_force,
        gettext_lazy("The chain is in force. What is already on the desk keeps its own."),
    ),
    "drop": (chain_changes.drop, gettext_lazy("The change is dropped.")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A chain or a change of one, in words."""

    unit: str
    kind: str | Promise
    to_unit: str
    steps: tuple[str, ...]
    change: ChainChange | None = None
    who: str = ""
    decided: str = ""


@require_http_methods(["GET", "POST"])
@role_required(*chain_changes.READING)
def chains(request: HttpRequest) -> HttpResponse:
    """The chains of this node's units, what waits for a second person, and the form to propose a change."""
    officer = officer_of(request)
    may_change = not officer.roles.isdisjoint(chain_changes.CHANGING)
    form = ChainForm(request.POST or None) if may_change else None
    if form is not None and form.is_valid() and _proposed(officer, form):
        messages.success(request, _("Proposed. It counts once another person has put it in force."))
        return redirect("release:chains")
    return render(request, "release/chains.html", context_of(form), status=422 if form and form.errors else 200)


@require_POST
@role_required(*chain_changes.CHANGING)
@recent_sign_in_required
def decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Put a proposed change in force, or drop it."""
    if step not in DECISIONS:
        raise Http404
    act, words = DECISIONS[step]
    try:
        act(officer_of(request), pk)
        messages.success(request, str(words))
    except ChainChange.DoesNotExist as error:
        raise Http404 from error
    except ReleaseRefused as error:
        messages.error(request, sentence(error))
    return redirect("release:chains")


def context_of(form: ChainForm | None) -> dict[str, Any]:  # Any: a template's context
    """Return what the page shows."""
    labels = {code: f"{unit.short()} {unit.name()}" for code, unit in parties.unit_index().items()}
    own = parties.unit_labels()
    changes = ChainChange.objects.select_related("proposed_by", "decided_by")
    waiting = changes.filter(state=ChainChange.State.PROPOSED)
    return {
        "form": form,
        "chains": [_line(one, labels) for one in ReleaseChain.objects.filter(from_unit__in=own)],
        "waiting": [_line(one, labels) for one in waiting],
        "past": [_line(one, labels) for one in changes.exclude(state=ChainChange.State.PROPOSED)[:LISTED]],
        "may_change": form is not None,
    }


def sentence(error: ReleaseRefused) -> str:
    """Return what the page says about a rule, with the place where it broke."""
    words = str(CHAIN_REFUSED[error.rule])
    return f"{words} ({error.place})" if error.place else words


def _proposed(officer: Officer, form: ChainForm) -> bool:
    try:
        chain_changes.propose(officer, form.pair(), form.steps())
    except ReleaseRefused as error:
        form.add_error(None, sentence(error))
        return False
    return True


def _line(one: ReleaseChain | ChainChange, labels: Mapping[str, str]) -> Line:
    change = one if isinstance(one, ChainChange) else None
    return Line(
        unit=labels.get(one.from_unit, one.from_unit),
        kind=_("every kind") if one.kind == ANY else KINDS.get(one.kind, one.kind),
        to_unit=_("every unit") if one.to_unit == ANY else labels.get(one.to_unit, one.to_unit),
        steps=tuple(f"{STEPS.get(each['role'], each['role'])}, {labels.get(each['unit_code'], each['unit_code'])}"
                    for each in one.steps),
        change=change,
        who=name_of(change.proposed_by) if change else "",
        decided=name_of(change.decided_by) if change and change.decided_by else "",
    )  # fmt: skip
