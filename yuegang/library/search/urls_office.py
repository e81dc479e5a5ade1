"""Search on the officers' site, and the questions that found nothing."""

from django.urls import path
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import officer_required
from yuegang.library.search import desk, pages

app_name = "search"
urlpatterns = [
    path("", require_GET(officer_required(pages.search)), {"frame": "office/base.html"}, name="search"),
    path("misses/", desk.misses, name="misses"),
]
