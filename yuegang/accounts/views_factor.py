"""The library's pages of second factors, guarded, recorded, and told to the officer."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from yuegang.accounts.actions import end_other_sessions, target_of
from yuegang.accounts.guards import SECOND_FACTORS, factor_keeper_required, keep_proof, officer_of
from yuegang.audit.actions import record
from yuegang.notices.actions import notify

LibraryView = Callable[..., HttpResponse]


def _factors(request: HttpRequest) -> dict[int, str]:
    return dict(Authenticator.objects.filter(user=request.user.pk).values_list("pk", "type"))


def kept(view: LibraryView) -> LibraryView:
    """Wrap a page of the library that may add or remove second factors: guard, record, tell, end other sessions."""

    @never_cache
    @factor_keeper_required
    def wrapped(request: HttpRequest, /, **parameters: Any) -> HttpResponse:  # Any: keys of the library's addresses
        if request.method != "POST":
            return view(request, **parameters)
        with transaction.atomic():
            before = _factors(request)
            response = view(request, **parameters)
            _follow(request, before, _factors(request))
        return response

    return wrapped


def _follow(request: HttpRequest, before: dict[int, str], after: dict[int, str]) -> None:
    """Record what changed; the first second factor counts as proved, for it was shown in this very session."""
    officer = officer_of(request)
    added = [after[pk] for pk in after.keys() - before.keys()]
    removed = [before[pk] for pk in before.keys() - after.keys()]
    for verb, types in (("second_factor.add", added), ("second_factor.remove", removed)):
        for kind in types:
            record(officer, verb, target_of(officer), detail={"type": kind})
    if not added and not removed:
        return
    notify([officer], "account.changed", url="/account/")
    if not set(before.values()) & set(SECOND_FACTORS) and set(after.values()) & set(SECOND_FACTORS):
        keep_proof(request)
        end_other_sessions(officer, str(request.session.session_key))


def index(request: HttpRequest) -> HttpResponse:
    """Lead to the account page, where second factors are listed."""
    return redirect("accounts:account")


activate_totp = kept(totp.activate_totp)
deactivate_totp = kept(totp.deactivate_totp)
add_passkey = kept(passkeys.add_webauthn)
remove_passkey = kept(passkeys.remove_webauthn)
rename_passkey = kept(passkeys.edit_webauthn)
view_codes = kept(codes.view_recovery_codes)
new_codes = kept(codes.generate_recovery_codes)
download_codes = kept(codes.download_recovery_codes)
