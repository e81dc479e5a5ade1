"""The search page, the same for the public and for officers."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from yuegang.base.pages import show
from yuegang.library.search import actions, finding, presenting
from yuegang.library.search.forms import SearchForm


def search(request: HttpRequest, frame: str) -> HttpResponse:
    form = SearchForm(request.GET)
    asked = form.asked()
    is_public = frame.startswith("portal/")
    found = finding.find(asked, is_office=not is_public) if asked.words else None
    is_miss = found is not None and found.is_ready and not found.hits
    if is_miss:
        actions.note_miss(asked.words, get_language() or "en", is_public=is_public)
    context = {
        "frame_page": frame,
        "form": form,
        "asked": asked,
        "found": found,
        "groups": presenting.groups(found) if found else [],
        "also": presenting.also_searched(found.question) if found else [],
        "near": presenting.near_terms(asked.words) if is_miss else [],
        "pairs": presenting.term_pairs(),
        "is_miss": is_miss,
    }
    return show(request, "search/search.html", context)
