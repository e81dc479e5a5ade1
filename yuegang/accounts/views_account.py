"""The officer's own account, and how an invited person gets one."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts import access, actions, invitations, units
from yuegang.accounts.errors import NotAllowed
from yuegang.accounts.forms import AcceptForm, StandInForm, end_of, start_of
from yuegang.accounts.guards import factor_keeper_required, officer_of, officer_required
from yuegang.accounts.models import ActingFor
from yuegang.accounts.roles import Role


@require_GET
@officer_required
def account(request: HttpRequest) -> HttpResponse:
    return _account_page(request)


def _account_page(request: HttpRequest, stand_in_form: StandInForm | None = None) -> HttpResponse:
    officer = officer_of(request)
    context = {
        "person": officer,
        "grants": [grant for grant in access.grants_of(officer) if grant in officer.grants_now],
        "units": units.labels(),
        "roles": dict(Role.choices),
        "stand_ins": access.stand_ins_of(officer),
        "stand_in_form": stand_in_form or StandInForm(stands_for=officer),
        "factors": Authenticator.objects.filter(user=officer).order_by("type", "created_at"),
        "sessions": UserSession.objects.purge_and_list(officer),
        "session_key": request.session.session_key,
    }
    return render(request, "accounts/account.html", context, status=422 if stand_in_form else 200)


@require_POST
@officer_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    officer = officer_of(request)
    actions.end_session(get_object_or_404(UserSession, pk=pk, user=officer), by=officer)
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:account")


@require_POST
@officer_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    actions.end_other_sessions(officer, str(request.session.session_key))
    messages.success(request, _("Every other device is signed out."))
    return redirect("accounts:account")


@require_POST
@officer_required
def name_stand_in(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = StandInForm(request.POST, stands_for=officer)
    if not form.is_valid():
        return _account_page(request, form)
    values = form.cleaned_data
    wanted = actions.StandIn(
        values["officer"], officer, officer.unit_code, start_of(values["valid_from"]), end_of(values["valid_to"])
    )
    actions.enter_acting_for(wanted, by=officer)
    messages.success(request, _("The stand-in is entered."))
    return redirect("accounts:account")


@require_POST
@officer_required
def end_own_stand_in(request: HttpRequest, entry_id: str) -> HttpResponse:
    officer = officer_of(request)
    entry = get_object_or_404(ActingFor, pk=entry_id, stands_for=officer)
    actions.end_acting_for(entry, by=officer)
    messages.success(request, _("Standing in has ended."))
    return redirect("accounts:account")


@require_GET
@factor_keeper_required
def enrol(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/enrol.html")


@never_cache
@sensitive_post_parameters("password1", "password2")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitations.find_open(token)
    if invitation is None:
        raise Http404
    initial = {"display_name": invitation.display_name}
    form = AcceptForm(request.POST or None, officer=invitation.officer, initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = invitations.Answer(
            form.cleaned_data.get("username", ""),
            form.cleaned_data.get("display_name", ""),
            form.cleaned_data.get("display_name_latin", ""),
            form.cleaned_data["password1"],
        )
        try:
            officer = invitations.accept(invitation, answer)
        except NotAllowed as used:
            raise Http404 from used
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            get_adapter().login(request, officer)
            reauthenticate_by_password(request)
            return redirect("accounts:enrol")
    return render(request, "accounts/accept.html", {"form": form, "invitation": invitation})
