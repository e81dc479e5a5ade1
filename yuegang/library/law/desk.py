"""The editors' desk: files read in, what the validation found, the second person's decision, reviews."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts import access as accounts
from yuegang.accounts.guards import officer_of, recent_sign_in_required, role_required
from yuegang.library.law import access, actions, freshness, presenting
from yuegang.library.law.forms import FileForm
from yuegang.library.law.models import Load
from yuegang.library.law.readers.errors import ReadError

PER_PAGE = 50


@require_GET
@role_required(*access.EDITING)
def loads(request: HttpRequest) -> HttpResponse:
    page = Paginator(access.loads(), PER_PAGE).get_page(request.GET.get("page"))
    people = accounts.names_of(each.loaded_by for each in page.object_list)
    context = {"page": page, "people": people, "may_load": True}
    return render(request, "law/loads.html", context)


@role_required(*access.EDITING)
def read_in(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.read_in(file.name, file.read(), str(officer_of(request).pk))
        except ReadError as wrong:
            form.add_error("file", _("This file cannot be read: %(rule)s") % {"rule": wrong})
        else:
            messages.success(request, _("The file is read. Somebody else must look at it and publish it."))
            return redirect("law:load", made.pk)
    return render(request, "law/read_in.html", {"form": form})


@require_GET
@role_required(*access.EDITING)
def fresh(request: HttpRequest) -> HttpResponse:
    return render(request, "law/fresh.html", {"fresh": freshness.fresh()})


def _load(load_id: int) -> Load:
    found = access.load(load_id)
    if found is None:
        raise Http404
    return found


@require_GET
@role_required(*access.EDITING)
def load(request: HttpRequest, load_id: int) -> HttpResponse:
    found = _load(load_id)
    page = Paginator(found.items.defer("content"), PER_PAGE).get_page(request.GET.get("page"))
    officer = officer_of(request)
    is_open = found.state == Load.State.WAITING and bool(officer.roles & set(access.PUBLISHING))
    context = {
        "load": found,
        "page": page,
        "rows": [(item, actions.findings_of(item)) for item in page.object_list],
        "may_decide": is_open and found.loaded_by != str(officer.pk),
        "is_own": found.state == Load.State.WAITING and found.loaded_by == str(officer.pk),
    }
    return render(request, "law/load.html", context)


@require_POST
@role_required(*access.PUBLISHING)
@recent_sign_in_required
def decide(request: HttpRequest, load_id: int) -> HttpResponse:
    found = _load(load_id)
    try:
        actions.decide(found, officer_of(request), publish="publish" in request.POST)
    except actions.OwnLoad:
        messages.error(request, _("Somebody else must publish what you loaded."))
    return redirect("law:load", found.pk)


@require_POST
@role_required(*access.EDITING)
def review(request: HttpRequest, place: str, code: str) -> HttpResponse:
    found = access.work(place, code)
    if found is None:
        raise Http404
    actions.review(found, officer_of(request))
    messages.success(request, _("Noted: compared with the official source today."))
    return redirect(presenting.address(found))
