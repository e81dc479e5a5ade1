"""The page of one lead, its images, its print."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import officer_of, role_required
from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.base.files import serving
from yuegang.enforcement import access, actions, names, release_desk
from yuegang.enforcement.actions.rows import target_of
from yuegang.enforcement.cases import access as cases
from yuegang.enforcement.cases.actions.opening import MERGEABLE
from yuegang.enforcement.forms import work
from yuegang.enforcement.listing.rows import state_code
from yuegang.enforcement.models import Feedback, Lead, LeadImage, Message
from yuegang.enforcement.page import facts, head, river, similar
from yuegang.enforcement.scripts import language_of
from yuegang.exchange.release.actions import url_of


def found_lead(officer: Officer, lead_id: UUID) -> Lead:
    """Return a lead or answer 404, absent and forbidden alike."""
    try:
        return access.lead_for(officer, lead_id)
    except Lead.DoesNotExist as absent:
        raise Http404 from absent


@require_GET
@role_required(*access.READING_ROLES)
def lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    found = found_lead(officer, lead_id)
    actions.record_read(officer, found)
    return render(request, "enforcement/lead.html", context_of(request, found))


def context_of(request: HttpRequest, found: Lead) -> dict[str, object]:
    """Return everything the page of a lead shows."""
    officer = officer_of(request)
    list_query = request.GET.get("from", "")
    feedback = list(found.feedback.select_related("lead").prefetch_related("versions"))
    messages = list(found.messages.all())
    code, shape = state_code(found, clock.today())
    units = names.units()
    return {
        "lead": found,
        "heading": head.title_of(found),
        "text_lang": text_language(found),
        "state": code,
        "shape": shape,
        "from_unit": units.get(found.origin_unit_id),
        "to_unit": units.get(found.to_unit_id or ""),
        "assigned_unit": units.get(found.assigned_unit),
        "track": head.track_of(found),
        "clock": head.clock_of(found) if found.has_crossed else None,
        "facts": facts.facts_of(found),
        "events": river.happenings(found, messages),
        "banks": banks(found),
        "answers": [{"row": row, "facts": facts.feedback_facts(row)} for row in feedback],
        "open_answer": next((row for row in feedback if _is_open(row)), None),
        "images": list(found.images.select_related("file")),
        "similar": similar.similar_to(found, officer),
        "can": head.possible(found, officer, feedback),
        "neighbours": head.neighbours(found, officer, list_query),
        "list_query": list_query,
        "returned": [message for message in messages if _is_returned(message)],
        "audit_target": target_of(found),
        "release_url": _release_url(found),
        "case": cases.case_of_lead(officer, found.pk),
        "may_open_case": found.status in MERGEABLE and access.may_write(officer),
        "forms": {
            "action": work.ActionForm(auto_id="act_%s"), "assign": work.AssignForm(auto_id="assign_%s"),
            "refuse": work.RefuseForm(auto_id="refuse_%s"), "forward": work.ForwardForm(auto_id="forward_%s"),
            "message": work.MessageForm(auto_id="message_%s"), "image": work.ImageForm(auto_id="image_%s"),
        },
    }  # fmt: skip


def text_language(found: Lead) -> str:
    """Return the HTML tag of the language the lead's own texts are written in, if it is not the page's."""
    code = language_of(found.narrative + found.goods, str(found.origin_unit.agency.side_id))
    return {"zh-hans": "zh-Hans-CN", "zh-hant": "zh-Hant-HK"}.get(code, "")


def banks(found: Lead) -> dict[str, str]:
    """Return the names over the two banks of the river."""
    ends = [unit for code in (found.origin_unit_id, found.to_unit_id) if (unit := names.units().get(code or ""))]
    named = {unit.side: unit.name for unit in ends}
    hk = named.pop("hk", "")
    return {"left": next(iter(named.values()), ""), "right": hk}


def _is_returned(message: Message) -> bool:
    return not message.is_incoming and message.status == Message.Status.DRAFT


def _is_open(row: Feedback) -> bool:
    return not row.is_incoming and row.status == Feedback.Status.DRAFT


def _release_url(found: Lead) -> str:
    waits = found.status == Lead.Status.IN_RELEASE or found.revision == Lead.Revision.IN_RELEASE
    release = release_desk.release_of("lead", found.id) if waits else None
    return url_of(release) if release is not None else ""


@require_GET
@role_required(*access.READING_ROLES)
def image(request: HttpRequest, lead_id: UUID, image_id: int) -> HttpResponse:
    """Send a picture, or its small form with ?small."""
    try:
        found = access.image_for(officer_of(request), image_id)
    except LeadImage.DoesNotExist as absent:
        raise Http404 from absent
    if found.lead_id != lead_id:
        raise Http404
    return serving.serve_thumbnail(found.file) if "small" in request.GET else serving.serve(found.file)
