"""The term table and the three-language desk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import officer_of, officer_required, role_required
from yuegang.library.terms import access, actions, presenting
from yuegang.library.terms.forms import FindForm, NoteForm, TermForm
from yuegang.library.terms.models import Term

PER_PAGE = 50


@require_GET
@officer_required
def terms(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET)
    form.is_valid()
    found = access.terms(form.cleaned_data.get("q", ""), only_machine=form.cleaned_data.get("drafts", False))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    may_keep = bool(officer_of(request).roles & set(access.KEEPING))
    return render(request, "terms/terms.html", {"form": form, "page": page, "may_keep": may_keep})


@role_required(*access.KEEPING)
def edit(request: HttpRequest, term_id: int | None = None) -> HttpResponse:
    term = Term() if term_id is None else access.term(term_id)
    if term is None:
        raise Http404
    wordings = [] if term_id is None else list(term.wordings.all())
    form = TermForm(request.POST or None, instance=term)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep(form.save(commit=False), officer_of(request))
        except ValidationError as broken:
            form.add_error(None, broken.messages)
        else:
            messages.success(request, _("The term is kept as a new edition."))
            return redirect("terms:list")
    return render(request, "terms/term.html", {"form": form, "is_new": term_id is None, "wordings": wordings})


@require_GET
@role_required(*access.KEEPING)
def desk(request: HttpRequest) -> HttpResponse:
    page = Paginator(access.waiting_notes(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "terms/desk.html", {"page": page})


@role_required(*access.KEEPING)
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    found = access.note(note_id)
    if found is None:
        raise Http404
    given = {"heading": found.heading_zh_hant, "summary": found.summary_zh_hant}
    form = NoteForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        actions.confirm_note(found, form.cleaned_data["heading"], form.cleaned_data["summary"], officer_of(request))
        messages.success(request, _("Confirmed. The next one waits below."))
        return redirect("terms:desk")
    hits = presenting.term_hits((found.heading_zh_hans, found.summary_zh_hans), access.terms())
    context = {"note": found, "form": form, "source": hits.lines, "terms": hits.terms, "has_changed": found.has_changed}
    return render(request, "terms/note.html", context)
