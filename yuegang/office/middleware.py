"""The language follows the officer's account, not the browser; what the officer changed is counted anew."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from yuegang.accounts.models import Officer
from yuegang.office import frame

UNCHANGING = frozenset({"GET", "HEAD", "OPTIONS"})


class OfficerLanguageMiddleware:
    """Activate the language of the signed-in officer; strangers keep the cookie's or the browser's.

    After a request that may have changed something the counts of the rail are asked anew.

    Stands after AuthenticationMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        officer = request.user
        if not isinstance(officer, Officer):
            return self.get_response(request)
        translation.activate(officer.language)
        request.LANGUAGE_CODE = officer.language
        response = self.get_response(request)
        if request.method not in UNCHANGING:
            frame.forget(officer)
        return response
