"""The door of the office pages of this room: base stands beside accounts, so settings name accounts' guard."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

View = Callable[..., HttpResponse]


def officer_required(view: View) -> View:
    """Let only signed-in officers with a second factor in, by the guard that settings.OFFICE_GUARD names."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        guard = cast("Callable[[View], View]", import_string(settings.OFFICE_GUARD))
        return guard(view)(request, *args, **kwargs)

    return guarded
