"""Record a seizure, look at a line, strike it out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import officer_of, role_required
from yuegang.accounts.models import Officer
from yuegang.base.files import serving
from yuegang.enforcement.cases import access, actions
from yuegang.enforcement.cases.forms import ReasonForm, SeizureForm
from yuegang.enforcement.cases.models import SeizureLine, SeizurePhoto
from yuegang.enforcement.cases.telling import line_facts
from yuegang.enforcement.cases.views.doing import try_save


@role_required(*access.WRITING_ROLES)
def new(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    open_cases = access.open_cases(officer)
    initial = {"case": request.GET.get("case", "")}
    form = SeizureForm(request.POST or None, initial=initial, open_cases=open_cases)
    if request.method == "POST" and form.is_valid():
        made = _record(request, officer, form)
        if made is not None:
            messages.success(request, _("The seizure is recorded."))
            return redirect("cases:case", made.case_id) if made.case_id else redirect("cases:seizure", made.pk)
    return render(request, "cases/seizure_form.html", {"form": form})


def _record(request: HttpRequest, officer: Officer, form: SeizureForm) -> SeizureLine | None:
    case = form.cleaned_data["case"]
    found: SeizureLine | None = try_save(
        form,
        lambda: actions.record_seizure(
            officer,
            form.cleaned_data["seizure_id"],
            form.facts(),
            case_id=case.pk if case else None,
            photos=request.FILES.getlist("photos"),
        ),
    )
    return found


@role_required(*access.READING_ROLES)
def line(request: HttpRequest, seizure_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    try:
        found = access.seizure_for(officer, seizure_id)
    except SeizureLine.DoesNotExist as absent:
        raise Http404 from absent
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if try_save(form, lambda: actions.strike_out(officer, seizure_id, reason=reason)) is not None:
            messages.success(request, _("The line is struck out. It stays to be read and counts no more."))
            return redirect("cases:seizure", seizure_id)
    may_write = access.may_write(officer) and found.voided_at is None
    context = {
        "line": found, "facts": line_facts(found), "photos": list(found.photos.select_related("file")), "form": form,
        "may_write": may_write, "open_cases": access.open_cases(officer) if may_write and found.case is None else [],
    }  # fmt: skip
    return render(request, "cases/seizure.html", context)


@require_GET
@role_required(*access.READING_ROLES)
def photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    """Send a picture, or its small form with ?small."""
    try:
        found = access.photo_for(officer_of(request), photo_id)
    except SeizurePhoto.DoesNotExist as absent:
        raise Http404 from absent
    return serving.serve_thumbnail(found.file) if "small" in request.GET else serving.serve(found.file)
