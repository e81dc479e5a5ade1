"""URLs of the office zone: signed-in pages."""

from django.urls import URLPattern, URLResolver, include, path

from yuegang.deploy.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("", include("yuegang.office.urls")),
    path("", include("yuegang.base.urls")),
    path("", include("yuegang.enforcement.urls")),
    path("rights/", include("yuegang.rights.urls")),
]
