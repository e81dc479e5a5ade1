"""Who may open a page: signed in with a second factor, holding a role, signed in lately."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from yuegang.accounts.models import Officer

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PROOF = "second_factor_of"  # session key: the officer who proved a second factor in this session
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def officer_of(request: HttpRequest) -> Officer:
    """Return the signed-in officer; for views behind officer_required."""
    return cast(Officer, request.user)  # the guard let no one else through


def proved_second_factor(request: HttpRequest) -> bool:
    """Say whether this very session proved a second factor; a session opened before enrolment did not."""
    officer = officer_of(request)
    if request.session.get(PROOF) == str(officer.pk):
        return True
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, officer)):
        keep_proof(request)
        return True
    return False


def keep_proof(request: HttpRequest) -> None:
    """Remember in the session that its officer proved a second factor."""
    request.session[PROOF] = str(officer_of(request).pk)


def officer_required(view: View[P]) -> View[P]:
    """Open a page to signed-in officers who proved a second factor; others are led to do so first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not proved_second_factor(request):
            return _towards_second_factor(request)
        return view(request, *args, **kwargs)

    return guarded


def _towards_second_factor(request: HttpRequest) -> HttpResponse:
    if not is_mfa_enabled(officer_of(request), SECOND_FACTORS):
        return redirect("accounts:enrol")
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def role_required(*roles: str) -> Callable[[View[P]], View[P]]:
    """Open a page to officers who hold one of these roles; to others the page does not exist (404)."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not officer_of(request).roles.intersection(roles):
                raise Http404
            return view(request, *args, **kwargs)

        return officer_required(guarded)

    return decorate


def recent_sign_in_required(view: View[P]) -> View[P]:
    """Ask for the password or second factor again when the last proof is older than the set time.

    What was being sent is kept and goes on after the proof. Stand it under officer_required or role_required.
    """
    asking: View[P] = reauthentication_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        chosen = view if signed_in_lately(request) else asking
        return chosen(request, *args, **kwargs)

    return guarded


def signed_in_lately(request: HttpRequest) -> bool:
    """Say whether a proof of identity in this session is fresh enough."""
    records = get_authentication_records(request, officer_of(request))
    newest = max((float(record["at"]) for record in records), default=0.0)
    # allauth stamps its records by the wall clock, not by base.clock.
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
