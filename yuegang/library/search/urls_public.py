"""Search on the public site."""

from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from yuegang.library.search import pages

app_name = "search"
urlpatterns = [path("", require_GET(never_cache(pages.search)), {"frame": "portal/base.html"}, name="search")]
