"""URLs of the portal zone: the public site."""

from django.urls import URLPattern, URLResolver, path

from yuegang.deploy.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
]
