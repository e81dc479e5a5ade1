"""URLs of the portal zone: the public site."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from yuegang.deploy.health import healthz

handler404 = "yuegang.portal.views.not_found"
handler500 = "yuegang.portal.views.fault"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    *i18n_patterns(
        path("search/", include("yuegang.library.search.urls_public")),
        path("law/", include("yuegang.library.law.urls_public")),
        path("", include("yuegang.portal.urls")),
    ),
]
