"""Pages of the statements: every month side by side, and what differs in one."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, role_required
from yuegang.engine.protocol.statement import differences
from yuegang.exchange.models import Channel
from yuegang.exchange.statements import access, actions
from yuegang.exchange.statements.models import Statement

PER_PAGE = 60


@dataclass(frozen=True)
class Month:
    """One month with one peer: both statements, as far as they are there, and whether they are equal."""

    peer: str
    month: date
    ours: Statement | None
    theirs: Statement | None

    @property
    def state(self) -> str:
        """Return "statement.equal", "statement.differs" or "statement.awaited"."""
        if self.ours is None or self.theirs is None:
            return "statement.awaited"
        return "statement.equal" if self.ours.digest == self.theirs.digest else "statement.differs"


@require_GET
@role_required(*access.READERS)
def statements(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    found: dict[tuple[date, str], dict[bool, Statement]] = {}
    for one in access.statements(officer).defer("lines"):
        found.setdefault((one.month, one.peer), {})[one.ours] = one
    rows = [Month(peer, month, both.get(True), both.get(False)) for (month, peer), both in found.items()]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": page.object_list, "last": actions.last_month(),
        "may_sign": bool(officer.roles.intersection(access.SIGNERS)),
    }  # fmt: skip
    return render(request, "statements/statements.html", context)


@require_GET
@role_required(*access.READERS)
def month(request: HttpRequest, peer: str, year: int, month: int) -> HttpResponse:
    try:
        when = date(year, month, 1)
        both = access.pair(officer_of(request), peer, when)
    except (ValueError, Statement.DoesNotExist) as absent:
        raise Http404 from absent
    shown = Month(peer, when, both.get(True), both.get(False))
    found = differences(*(actions.lines_in(both[whose]) for whose in (True, False))) if len(both) == 2 else ()
    counts = _side_by_side(shown)
    return render(request, "statements/month.html", {"shown": shown, "differences": found, "counts": counts})


def _side_by_side(shown: Month) -> list[tuple[list[str], list[int] | None, list[int] | None]]:
    """Return kind and units with the figures of both nodes, None where a node names none."""
    rows: dict[tuple[str, ...], list[list[int] | None]] = {}
    for place, one in enumerate((shown.ours, shown.theirs)):
        for kind, from_unit, to_unit, *figures in one.counts if one else []:
            rows.setdefault((kind, from_unit, to_unit), [None, None])[place] = figures
    return [(list(key), figures[0], figures[1]) for key, figures in sorted(rows.items())]


@require_POST
@role_required(*access.SIGNERS)
def sign(request: HttpRequest) -> HttpResponse:
    when = actions.last_month()
    done = Statement.objects.filter(month=when, ours=True).values("peer")
    waiting = Channel.objects.filter(halted_reason="").exclude(peer__in=done)
    signed = sum(actions.sign(channel.peer, when) is not None for channel in waiting)
    if signed:
        messages.success(request, _("Last month's statement is signed and on its way."))
    else:
        messages.warning(request, _("Last month's statement is signed already."))
    return redirect("statements:statements")
