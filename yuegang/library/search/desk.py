"""What the editors learn from questions that found nothing."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import role_required
from yuegang.accounts.roles import Role
from yuegang.library.search import access

PER_PAGE = 50


@require_GET
@role_required(Role.LIBRARY_EDITOR, Role.TRANSLATOR)
def misses(request: HttpRequest) -> HttpResponse:
    page = Paginator(access.misses(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "search/misses.html", {"page": page})
