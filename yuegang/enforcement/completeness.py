"""What a lead and an answer need before they may be sent."""

from yuegang.enforcement.errors import Missing
from yuegang.enforcement.models import Feedback, Lead, Measure


def missing_of(lead: Lead) -> list[Missing]:
    """Return what a draft lacks before it can go to release, each with its rule."""
    missing = [Missing("to_unit", "submit.to_unit")] if lead.to_unit_id is None else []
    if not lead.ip_type:
        missing.append(Missing("ip_type", "submit.ip_type"))
    return missing + ([] if lead.is_stub else _missing_facts(lead))


def _missing_facts(lead: Lead) -> list[Missing]:
    needs = {
        "goods": ("submit.goods", bool(lead.goods)),
        "goods_category": ("submit.goods_category", lead.goods_category_id is not None),
        "right_text": ("submit.right", bool(lead.right_id or lead.right_text or lead.brand)),
        "items": ("submit.quantity", any(count is not None for count in (lead.items, lead.lots, lead.cases))),
        "loading_port": ("submit.route", bool(lead.loading_port_id or lead.control_port_id or lead.origin_place)),
    }
    return [Missing(field, rule) for field, (rule, is_there) in needs.items() if not is_there]


def missing_of_feedback(row: Feedback) -> list[Missing]:
    """Return what an answer lacks: measures and result always, a reason when nothing was done."""
    missing = []
    if not row.measures:
        missing.append(Missing("measures", "feedback.measures"))
    if not row.result:
        missing.append(Missing("result", "feedback.result"))
    if Measure.NONE in row.measures and not row.no_action_reason:
        missing.append(Missing("no_action_reason", "feedback.no_action_reason"))
    if Measure.NONE in row.measures and len(row.measures) > 1:
        missing.append(Missing("measures", "feedback.none_alone"))
    if row.result == Feedback.Result.PENDING and row.stage == Feedback.Stage.FINAL:
        missing.append(Missing("stage", "feedback.pending_interim"))
    return missing
