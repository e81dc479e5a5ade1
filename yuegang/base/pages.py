"""Pages of the public site: shown with links to themselves in the other languages, kept by browsers for a while."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page

View = Callable[..., HttpResponse]
FRESH = 300  # seconds a browser or proxy may show a page without asking
LANGUAGES = (
    ("zh-hans", "zh-Hans-CN", "简体中文", "简"),
    ("zh-hant", "zh-Hant-HK", "繁體中文", "繁"),
    ("en", "en", "English", "EN"),
)


def show(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """Render a public page with the links to itself in the other languages."""
    address = request.get_full_path()
    now = get_language() or "en"
    languages = [
        {"tag": tag, "name": name, "mark": mark, "url": translate_url(address, code), "is_current": code == now}
        for code, tag, name, mark in LANGUAGES
    ]
    return render(request, template, {**context, "languages": languages}, status=status)


def public_page(view: View) -> View:
    """Let a page be kept and asked for again by its tag; it depends on its address alone."""

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=FRESH)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return conditional_page(kept)
