"""The list of recorded rights, and recording one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import officer_of, officer_required, role_required
from yuegang.accounts.roles import Role
from yuegang.rights import access, actions
from yuegang.rights.forms import RightForm, SearchForm
from yuegang.rights.models import Right

PER_PAGE = 50
RECORDING = (Role.OFFICER, Role.SIGNER, Role.LIAISON)


@require_GET
@officer_required
def rights(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    form.is_valid()
    asked: dict[str, Any] = {"q": "", "ip_type": "", "jurisdiction": "", **form.cleaned_data}  # Any: cleaned values
    found = access.search(asked["q"], ip_type=asked["ip_type"], jurisdiction=asked["jurisdiction"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    may_record = bool(officer_of(request).roles.intersection(RECORDING))
    return render(request, "rights/rights.html", {"form": form, "page": page, "may_record": may_record})


@role_required(*RECORDING)
def edit(request: HttpRequest, right_id: UUID | None = None) -> HttpResponse:
    right = access.right(right_id) if right_id is not None else Right()
    if right is None:
        raise Http404
    form = RightForm(request.POST or None, instance=right)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_right(form.save(commit=False), officer_of(request))
        except ValidationError as broken:
            form.add_error(None, broken.messages)
        else:
            messages.success(request, _("The right is recorded."))
            return redirect("rights:list")
    return render(request, "rights/right_form.html", {"form": form, "is_new": right_id is None})
