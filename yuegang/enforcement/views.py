"""Pages of leads."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from yuegang.accounts.guards import officer_of, officer_required
from yuegang.enforcement import access
from yuegang.enforcement.models import Lead


@officer_required
def lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """One lead."""
    try:
        found = access.lead_for(officer_of(request), lead_id)
    except Lead.DoesNotExist as absent:
        raise Http404 from absent
    return HttpResponse(str(found))
