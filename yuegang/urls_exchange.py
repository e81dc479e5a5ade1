"""URLs of the exchange zone: the peer's calls only."""

from django.urls import URLPattern, URLResolver, path

from yuegang.deploy.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
]
