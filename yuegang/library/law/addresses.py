"""Permalinks of law: /law/{place}/{work}/{provision}[@date], the same in both zones."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, re_path
from django.views.decorators.http import require_GET

from yuegang.library.law import pages

Guard = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]
WORK = r"(?P<place>CN|GD|HK|MO|X)/(?P<code>[^/@]+)"
NUMBER = r"(?P<number>[^/@]+)"
DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
PAGES = (
    (r"^$", pages.catalogue, "catalogue"),
    (rf"^{WORK}$", pages.work, "work"),
    (rf"^{WORK}/$", pages.go, "go_work"),
    (rf"^{WORK}@{DAY}$", pages.work, "work_on"),
    (rf"^{WORK}/{NUMBER}$", pages.provision, "provision"),
    (rf"^{WORK}/{NUMBER}@{DAY}$", pages.provision, "provision_on"),
    (rf"^{WORK}/{NUMBER}/compare$", pages.compare, "compare"),
    (rf"^{WORK}/{NUMBER}/go$", pages.go, "go_provision"),
)


def addresses(guard: Guard, frame: str) -> list[URLPattern]:
    """Return the patterns, each page behind a guard and inside a frame."""
    return [re_path(pattern, require_GET(guard(page)), {"frame": frame}, name=name) for pattern, page, name in PAGES]
