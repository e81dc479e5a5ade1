"""Who may open a page: signed in with a second factor, holding a role, signed in lately."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from yuegang.accounts.errors import NotAllowed
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
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not proved_second_factor(request):
            return _towards_second_factor(request)
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refused:
            raise Http404 from refused

    return guarded


def _towards_second_factor(request: HttpRequest) -> HttpResponse:
    if not is_mfa_enabled(officer_of(request), SECOND_FACTORS):
        return redirect("accounts:enrol")
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def role_required(*roles: str) -> Callable[[View[P]], View[P]]:
    """Open a page to officers who hold one of these roles; to others the page does not exist (404)."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not officer_of(request).roles.intersection(roles):
                raise Http404
            return view(request, *args, **kwargs)

        return officer_required(guarded)

    return decorate


def recent_sign_in_required(view: View[P]) -> View[P]:
    """Ask for the password or second factor again when the last proof is older than the set time.

    What was being sent is kept and goes on after the proof. Stand it under officer_required or role_required.
    """
    asking: View[P] = reauthentication_required(view)  # it asks OfficerAdapter.is_reauthentication_required
    return asking


def factor_keeper_required(view: View[P]) -> View[P]:
    """Open the pages of second factors: to a session that proved one, or to an officer who has none yet.

    Without this a session opened by the password alone could replace the second factor of its owner.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if proved_second_factor(request) or not is_mfa_enabled(officer_of(request), SECOND_FACTORS):
            return view(request, *args, **kwargs)
        return _towards_second_factor(request)

    return guarded
