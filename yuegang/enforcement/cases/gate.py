"""What a case lacks before it may be closed; each gap names its rule, the page says it in words."""

from dataclasses import dataclass

from yuegang.enforcement.cases.models import Case, Determination, Disposal, Exhibit, SeizureLine, Stage
from yuegang.enforcement.models import Feedback, Lead


@dataclass(frozen=True)
class Gap:
    """One thing that keeps a case open: its rule, and what it is about (a number, a lead) if it is one of several."""

    rule: str
    about: str = ""


def gaps_of(case: Case) -> list[Gap]:
    """Return every gap at once, so that nobody fills them one refusal at a time."""
    gaps = []
    if case.determination == Determination.PENDING:
        gaps.append(Gap("close.determination"))
    if case.stage != Stage.DISPOSED:
        gaps.append(Gap("close.stage"))
    if not case.nothing_seized and not SeizureLine.objects.filter(case=case, voided_at=None).exists():
        gaps.append(Gap("close.seizures"))
    held = Exhibit.objects.filter(case=case, disposal=Disposal.KEPT).exclude(kind=Exhibit.Kind.FILE)
    gaps += [Gap("close.exhibit", f"{exhibit.number} {exhibit.label}") for exhibit in held]
    return gaps + [Gap("close.feedback", lead.number or "") for lead in unanswered(case)]


def unanswered(case: Case) -> list[Lead]:
    """Return the leads of the other side in a case that have no final answer yet."""
    received = Lead.objects.filter(case_link__case=case, is_incoming=True).exclude(status=Lead.Status.REFUSED)
    final = Feedback.objects.filter(stage=Feedback.Stage.FINAL, status=Feedback.Status.SENT, is_incoming=False)
    return list(received.exclude(pk__in=final.values("lead")).order_by("number"))
