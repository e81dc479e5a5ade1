"""Pages of the duty desk: urgent leads with both desks, the call log of one, its call sheet."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yuegang.accounts.guards import officer_of, role_required
from yuegang.base.documents.actions import DocumentError
from yuegang.base.files.serving import serve_bytes
from yuegang.enforcement import access, actions, duty
from yuegang.enforcement.duty_forms import CallForm
from yuegang.enforcement.duty_sheet import call_sheet
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.listing.rows import rows_of
from yuegang.enforcement.models import Lead
from yuegang.parties import access as parties

REFUSALS = {
    "call.desk": gettext_lazy("This lead has no such desk with a recorded number."),
    "call.outcome": gettext_lazy("Choose how the call ended."),
    "call.follow_up": gettext_lazy("The follow-up lies in the past."),
}


@require_GET
@role_required(*access.READING_ROLES)
def desk(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    urgent = duty.urgent_leads(officer)
    rows = list(zip(urgent, rows_of([one.lead for one in urgent]), strict=True))
    nodes = [parties.own_node().code, *(peer.code for peer in parties.peers())]
    context = {"rows": rows, "desks": parties.duty_desks(nodes), "may_call": access.may_write(officer)}
    return render(request, "enforcement/duty.html", context)


@require_http_methods(["GET", "POST"])
@role_required(*access.READING_ROLES)
def calls(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    urgent = _urgent(request, lead_id)
    form = CallForm(urgent.desks, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            duty.log_call(officer, lead_id, form.call())
        except Lead.DoesNotExist as error:
            raise Http404 from error
        except NotPossible as error:
            form.add_error(None, str(REFUSALS[error.rule]))
        else:
            messages.success(request, _("The call is in the log."))
            return redirect("enforcement:duty_calls", lead_id)
    [row] = rows_of([urgent.lead])
    context = {"urgent": urgent, "row": row, "form": form, "may_call": access.may_write(officer)}
    return render(request, "enforcement/duty_calls.html", context)


@require_GET
@role_required(*access.READING_ROLES)
def sheet(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    urgent = _urgent(request, lead_id)
    address = request.build_absolute_uri(reverse("enforcement:lead", args=[lead_id]))
    try:
        content = call_sheet(urgent, address, get_language() or "en")
    except DocumentError as error:
        if error.rule != "glyph.missing":
            raise
        words = _("The sheet cannot be printed: no glyph for %(characters)s.") % {"characters": error.detail}
        messages.error(request, words)
        return redirect("enforcement:duty_calls", lead_id)
    return serve_bytes(content, "application/pdf", f"{urgent.lead.number}.pdf")


def _urgent(request: HttpRequest, lead_id: UUID) -> duty.UrgentLead:
    """Return a lead that crossed or is crossing, with its desks; its reading is audited like on its page."""
    officer = officer_of(request)
    try:
        lead = access.lead_for(officer, lead_id)
    except Lead.DoesNotExist as error:
        raise Http404 from error
    if lead.number is None:
        raise Http404
    actions.record_read(officer, lead)
    return duty.with_desks([lead])[0]
