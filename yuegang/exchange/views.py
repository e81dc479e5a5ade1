"""The channel: what stands between the two nodes, and what a liaison officer may do about it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, recent_sign_in_required, role_required
from yuegang.exchange import access, glance, repairs, targets, wording
from yuegang.exchange.channel_page import page_of, target_rows
from yuegang.exchange.errors import ExchangeError, NotAllowed
from yuegang.exchange.forms import TargetForm
from yuegang.exchange.models import Channel
from yuegang.parties import access as parties
from yuegang.parties.models import Node

DECISIONS = {"accept": targets.accept_target, "decline": targets.decline_target}


def _channel(request: HttpRequest, peer: str) -> Channel:
    try:
        return access.channel(officer_of(request), peer)
    except Channel.DoesNotExist as absent:
        raise Http404 from absent


def _node(code: str) -> Node:
    """Return a node, also one that the facts do not name."""
    known = {node.code: node for node in parties.peers()}
    return known.get(code) or Node(code=code, zh_hans=code, zh_hant=code, en=code)


@require_GET
@role_required(*access.READERS)
def channel(request: HttpRequest, peer: str = "") -> HttpResponse:
    everyone = list(access.channels(officer_of(request)))
    if not everyone:
        return render(request, "exchange/no_channel.html", {})
    chosen = _channel(request, peer or everyone[0].peer)
    is_liaison = "liaison" in officer_of(request).roles
    page, own, other = page_of(chosen), parties.own_node(), _node(chosen.peer)
    context = {
        "page": page,
        "sentence": glance.sentence(chosen, page.state, (own.name(), other.name())),
        "strip": glance.strip(chosen),
        "desks": parties.duty_desks([chosen.peer]),
        "peer_name": other.name(),
        "peers": [_node(one.peer) for one in everyone],
        "peer": other,
        "own": own,
        "targets": target_rows(chosen.peer),
        "may_repair": is_liaison or "administrator" in officer_of(request).roles,
        "may_agree": is_liaison,
    }
    return render(request, "exchange/channel.html", context)


@require_POST
@role_required("liaison", "administrator")
def apply_again(request: HttpRequest, peer: str, seq: int) -> HttpResponse:
    try:
        repairs.order_again(officer_of(request), _channel(request, peer), seq)
    except NotAllowed as refused:
        messages.error(request, str(wording.refusal_word(refused.rule)))
    else:
        messages.success(request, wording.LATER["again"])
    return redirect("exchange:peer", peer)


@require_POST
@role_required("liaison")
@recent_sign_in_required
def resume(request: HttpRequest, peer: str) -> HttpResponse:
    try:
        repairs.order_resume(officer_of(request), _channel(request, peer))
    except NotAllowed as refused:
        messages.error(request, str(wording.refusal_word(refused.rule)))
    else:
        messages.success(request, wording.LATER["resume"])
    return redirect("exchange:peer", peer)


@role_required("liaison")
def propose(request: HttpRequest, peer: str) -> HttpResponse:
    chosen = _channel(request, peer)
    form = TargetForm(request.POST or None, peer=chosen.peer)
    if request.method == "POST" and form.is_valid():
        try:
            targets.propose_target(officer_of(request), form.terms())
        except ExchangeError as refused:
            form.add_error(None, str(wording.refusal_word(refused.rule)))
        else:
            messages.success(request, wording.LATER["proposed"])
            return redirect("exchange:peer", peer)
    return render(request, "exchange/propose.html", {"form": form, "peer": _node(chosen.peer)})


@require_POST
@role_required("liaison")
def decide(request: HttpRequest, peer: str, target_id: UUID, step: str) -> HttpResponse:
    target = access.targets_with(_channel(request, peer).peer).filter(pk=target_id).first()
    if target is None or step not in DECISIONS:
        raise Http404
    try:
        DECISIONS[step](officer_of(request), target)
    except ExchangeError as refused:
        messages.error(request, str(wording.refusal_word(refused.rule)))
    else:
        messages.success(request, wording.LATER[step])
    return redirect("exchange:peer", peer)
