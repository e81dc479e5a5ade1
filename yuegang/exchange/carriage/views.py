"""Pages of parcels: make one, see what left, take one in, see what it brought."""

from typing import cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, recent_sign_in_required, role_required
from yuegang.base.files.serving import serve_bytes
from yuegang.engine.protocol.spoken import LANGUAGES, spoken
from yuegang.exchange import access as channels
from yuegang.exchange.carriage import access, actions, cover, running, wording
from yuegang.exchange.carriage.forms import MakeForm, TakeForm
from yuegang.exchange.carriage.models import Parcel
from yuegang.exchange.errors import NotAllowed
from yuegang.exchange.models import Channel

SHOWN = 50  # parcels of the list


def _channel(request: HttpRequest, peer: str) -> Channel:
    try:
        return channels.channel(officer_of(request), peer)
    except Channel.DoesNotExist as absent:
        raise Http404 from absent


def _parcel(request: HttpRequest, parcel_id: UUID) -> Parcel:
    try:
        return access.parcel(officer_of(request), parcel_id)
    except Parcel.DoesNotExist as absent:
        raise Http404 from absent


def _page(request: HttpRequest, chosen: Channel, make: MakeForm, take: TakeForm) -> HttpResponse:
    officer = officer_of(request)
    state = next(one for one in channels.channel_states() if one.peer == chosen.peer)
    context = {
        "channel": chosen,
        "peer_name": cover.node_name(chosen.peer),
        "state": state,
        "rows": [(row, wording.SHAPES[row.state]) for row in access.parcels(officer, chosen)[:SHOWN]],
        "may_carry": access.may_carry(officer),
        "make": make,
        "take": take,
    }
    return render(request, "carriage/parcels.html", context)


@require_GET
@role_required(*channels.READERS)
def parcels(request: HttpRequest, peer: str) -> HttpResponse:
    return _page(request, _channel(request, peer), MakeForm(), TakeForm())


@require_POST
@role_required(*access.CARRIERS)
@recent_sign_in_required
def make(request: HttpRequest, peer: str) -> HttpResponse:
    chosen, form = _channel(request, peer), MakeForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, form, TakeForm())
    only_new = form.cleaned_data["content"] == "new"
    job = actions.order_parcel(officer_of(request), chosen, limit=int(form.cleaned_data["limit"]), only_new=only_new)
    return redirect("base:job", job.id)


@require_POST
@role_required(*access.CARRIERS)
@recent_sign_in_required
def take(request: HttpRequest, peer: str) -> HttpResponse:
    chosen, form = _channel(request, peer), TakeForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            job = actions.take_upload(officer_of(request), chosen, form.cleaned_data["volume"])
        except NotAllowed as refused:
            form.add_error("volume", str(wording.RULES[refused.rule]))
        else:
            return redirect("base:job", job.id)
    return _page(request, chosen, MakeForm(), form)


@require_GET
@role_required(*channels.READERS)
def parcel(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    found = _parcel(request, parcel_id)
    language = get_language() or "en"
    volumes = [
        {**volume, "words": spoken(volume["digest"], language if language in LANGUAGES else "en").replace("-", " ")}
        for volume in found.volumes
    ]
    context = {
        "parcel": found,
        "shape": wording.SHAPES[found.state],
        "peer_name": cover.node_name(found.channel.peer),
        "maker": cover.maker_name(found),
        "sentence": wording.sentence(found),
        "volumes": volumes,
        "may_carry": access.may_carry(officer_of(request)),
    }
    return render(request, "carriage/parcel.html", context)


@require_GET
@role_required(*access.CARRIERS)
def volume(request: HttpRequest, parcel_id: UUID, number: int) -> HttpResponse:
    found = _parcel(request, parcel_id)
    if found.state != Parcel.State.READY or not 1 <= number <= len(found.volumes):
        raise Http404
    name = found.volumes[number - 1]["name"]
    path = running.folder_of(found) / name
    if not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/x-tar")
    answer["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, answer)  # a streaming answer; Django takes either, its types know no common name


@require_GET
@role_required(*channels.READERS)
def cover_sheet(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    found = _parcel(request, parcel_id)
    if not found.volumes:
        raise Http404
    content = cover.cover_sheet(found, get_language() or "en")
    return serve_bytes(content, "application/pdf", f"{found.channel.peer}-{found.first}-{found.last}.pdf")
