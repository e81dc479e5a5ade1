"""The people of this node, for those who look after them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts import access, actions, invitations, units
from yuegang.accounts.forms import GrantForm, InviteForm, PeopleFilterForm, StandInForm, end_of, start_of
from yuegang.accounts.guards import officer_of, recent_sign_in_required, role_required
from yuegang.accounts.models import ActingFor, Invitation, Officer, RoleGrant
from yuegang.accounts.roles import PEOPLE_ROLES, VIEWING_ROLES, Role

PER_PAGE = 50


def _narrowed(people: QuerySet[Officer], form: PeopleFilterForm) -> QuerySet[Officer]:
    form.is_valid()
    asked = {"q": "", "role": "", "state": "", **form.cleaned_data}
    if asked["state"] != "all":
        people = people.filter(is_active=asked["state"] != "inactive")
    if asked["role"]:
        people = people.filter(pk__in=access.officers_with(asked["role"]).values("pk"))
    words = asked["q"].strip()
    if words:
        named = Q(display_name__icontains=words) | Q(display_name_latin__icontains=words)
        people = people.filter(named | Q(username__icontains=words))
    return people


@require_GET
@role_required(*VIEWING_ROLES)
def people(request: HttpRequest) -> HttpResponse:
    viewer = officer_of(request)
    form = PeopleFilterForm(request.GET)
    found = _narrowed(access.people_for(viewer), form)
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "invitations": list(access.invitations_for(viewer)),
        "units": units.labels(),
        "roles": dict(Role.choices),
        "may_invite": bool(viewer.roles.intersection(PEOPLE_ROLES)),
    }
    return render(request, "accounts/people.html", context)


def _person(request: HttpRequest, pk: UUID) -> Officer:
    try:
        return access.person_for(officer_of(request), pk)
    except Officer.DoesNotExist as absent:
        raise Http404 from absent


@require_GET
@role_required(*VIEWING_ROLES)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _person_page(request, _person(request, pk))


def _person_page(
    request: HttpRequest,
    shown: Officer,
    *,
    grant_form: GrantForm | None = None,
    stand_in_form: StandInForm | None = None,
) -> HttpResponse:
    viewer = officer_of(request)
    context = {
        "person": shown,
        "grants": access.grants_of(shown),
        "stand_ins": access.stand_ins_of(shown),
        "units": units.labels(),
        "roles": dict(Role.choices),
        "may_care": actions.may_care(viewer, shown),
        "grantable": {grant.pk for grant in access.grants_of(shown) if actions.may_end(viewer, grant)},
        "grant_form": grant_form or GrantForm(giver=viewer, initial={"unit_code": shown.unit_code}),
        "stand_in_form": stand_in_form or StandInForm(stands_for=shown),
    }
    status = 422 if grant_form or stand_in_form else 200
    return render(request, "accounts/person.html", context, status=status)


@role_required(*PEOPLE_ROLES)
@recent_sign_in_required
def invite(request: HttpRequest) -> HttpResponse:
    giver = officer_of(request)
    form = InviteForm(request.POST or None, giver=giver, initial={"language": giver.language, "roles": ["officer"]})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        guest = invitations.Guest(
            values["email"], values["display_name"], values["unit_code"], tuple(values["roles"]), values["language"]
        )
        try:
            invitation, token = invitations.invite(guest, by=giver)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            return _hand_over(request, invitation, token)
    return render(request, "accounts/invite.html", {"form": form})


def _hand_over(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Mail the link where there is a mail host; otherwise show it once, to be handed over in person."""
    base_url = invitations.base_url(request.build_absolute_uri("/"))
    if invitations.mail_leaves():
        invitations.send(invitation, token, base_url)
        messages.success(request, _("The invitation was mailed. The link works once, for 72 hours."))
        return redirect("accounts:people")
    context = {"invitation": invitation, "link": invitations.link_to(token, base_url)}
    response = render(request, "accounts/link.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@role_required(*PEOPLE_ROLES)
@recent_sign_in_required
def reissue(request: HttpRequest, pk: UUID) -> HttpResponse:
    invitation, token = invitations.reissue(_person(request, pk), by=officer_of(request))
    return _hand_over(request, invitation, token)


@require_POST
@role_required(*PEOPLE_ROLES)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = officer_of(request)
    invitations.withdraw(get_object_or_404(access.invitations_for(viewer), pk=pk), by=viewer)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("accounts:people")


@require_POST
@role_required(*PEOPLE_ROLES)
@recent_sign_in_required
def grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown, giver = _person(request, pk), officer_of(request)
    form = GrantForm(request.POST, giver=giver)
    if not form.is_valid():
        return _person_page(request, shown, grant_form=form)
    values = form.cleaned_data
    until = end_of(values["until"]) if values["until"] else None
    try:
        actions.grant_role(shown, Role(values["role"]), values["unit_code"], by=giver, until=until)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _person_page(request, shown, grant_form=form)
    messages.success(request, _("The role is given."))
    return redirect("accounts:person", pk)


@require_POST
@role_required(*PEOPLE_ROLES)
@recent_sign_in_required
def revoke(request: HttpRequest, pk: UUID, grant_id: int) -> HttpResponse:
    shown = _person(request, pk)
    actions.revoke_role(get_object_or_404(RoleGrant, pk=grant_id, officer=shown), by=officer_of(request))
    messages.success(request, _("The role has ended."))
    return redirect("accounts:person", pk)


@require_POST
@role_required(*PEOPLE_ROLES)
@recent_sign_in_required
def switch(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _person(request, pk)
    act = actions.reactivate if request.POST.get("to") == "active" else actions.deactivate
    act(shown, by=officer_of(request))
    return redirect("accounts:person", pk)


@require_POST
@role_required(*PEOPLE_ROLES)
def stand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _person(request, pk)
    form = StandInForm(request.POST, stands_for=shown)
    if not form.is_valid():
        return _person_page(request, shown, stand_in_form=form)
    values = form.cleaned_data
    wanted = actions.StandIn(
        values["officer"], shown, shown.unit_code, start_of(values["valid_from"]), end_of(values["valid_to"])
    )
    actions.enter_acting_for(wanted, by=officer_of(request))
    messages.success(request, _("The stand-in is entered."))
    return redirect("accounts:person", pk)


@require_POST
@role_required(*PEOPLE_ROLES)
def end_stand_in(request: HttpRequest, pk: UUID, entry_id: UUID) -> HttpResponse:
    shown = _person(request, pk)
    entry = get_object_or_404(ActingFor, Q(officer=shown) | Q(stands_for=shown), pk=entry_id)
    actions.end_acting_for(entry, by=officer_of(request))
    messages.success(request, _("Standing in has ended."))
    return redirect("accounts:person", pk)
