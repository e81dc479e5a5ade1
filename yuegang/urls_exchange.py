"""URLs of the exchange zone: the peer's calls and nothing else."""

from django.urls import URLPattern, URLResolver, path, re_path

from yuegang.exchange import listener

urlpatterns: list[URLPattern | URLResolver] = [
    path("ipx/1/log/<str:receiver>", listener.log, name="log"),
    path("ipx/1/head", listener.head, name="head"),
    path("ipx/1/received", listener.received, name="received"),
    re_path(r"^ipx/1/blob/(?P<digest>[0-9a-f]{64})$", listener.blob, name="blob"),
]
handler404 = handler400 = handler403 = "yuegang.exchange.listener.absent"
handler500 = "yuegang.exchange.listener.failed"
