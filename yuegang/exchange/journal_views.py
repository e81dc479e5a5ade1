"""Pages beside the channel: its journal with the file of it, and the evidence of a contradiction."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import officer_of, role_required
from yuegang.audit.actions import record
from yuegang.base.files.serving import serve_bytes
from yuegang.exchange import access, journal, wording
from yuegang.exchange.models import Channel, Conflict
from yuegang.parties import access as parties


def _channel(request: HttpRequest, peer: str) -> Channel:
    try:
        return access.channel(officer_of(request), peer)
    except Channel.DoesNotExist as absent:
        raise Http404 from absent


def _name(code: str) -> str:
    return next((node.name() for node in parties.peers() if node.code == code), code)


@require_GET
@role_required(*access.READERS)
def entries(request: HttpRequest, peer: str) -> HttpResponse:
    chosen, form = _channel(request, peer), journal.JournalForm(request.GET)
    page, lines = journal.page_of(chosen, form, request.GET.get("page"))
    context = {"form": form, "page": page, "lines": lines, "peer": peer, "peer_name": _name(peer)}
    return render(request, "exchange/journal.html", context)


@require_GET
@role_required(*access.READERS)
def export(request: HttpRequest, peer: str) -> HttpResponse:
    chosen, form = _channel(request, peer), journal.JournalForm(request.GET)
    lines = journal.shown(chosen, journal.lines_of(chosen, form)[: journal.LONGEST])
    record(officer_of(request), "journal.export", f"exchange.channel:{peer}", detail={"rows": len(lines)})
    return serve_bytes("".join(journal.csv_lines(lines)).encode(), "text/csv; charset=utf-8", f"{peer}-journal.csv")


@require_GET
@role_required(*access.READERS)
def conflict(request: HttpRequest, peer: str, conflict_id: int) -> HttpResponse:
    found = _conflict(request, peer, conflict_id)
    context = {
        "conflict": found,
        "peer": peer,
        "peer_name": _name(peer),
        "explanation": wording.rule_word(found.rule),
        "desks": parties.duty_desks([peer]),
        "versions": [(wording.OURS, _readable(bytes(found.ours))), (wording.THEIRS, _readable(bytes(found.theirs)))],
        "signatures": found.evidence,
    }
    return render(request, "exchange/conflict.html", context)


@require_GET
@role_required(*access.READERS)
def evidence(request: HttpRequest, peer: str, conflict_id: int) -> HttpResponse:
    found = _conflict(request, peer, conflict_id)
    record(officer_of(request), "conflict.export", f"exchange.conflict:{found.pk}", detail={"rule": found.rule})
    kept = {
        "evidence": found.evidence,
        "found_at": found.found_at.isoformat(),
        "ours": bytes(found.ours).hex(),
        "peer": peer,
        "rule": found.rule,
        "seq": found.seq,
        "theirs": bytes(found.theirs).hex(),
    }
    return serve_bytes(json.dumps(kept, indent=1).encode(), "application/json", f"{peer}-conflict-{found.seq}.json")


def _conflict(request: HttpRequest, peer: str, conflict_id: int) -> Conflict:
    found = Conflict.objects.filter(channel=_channel(request, peer), pk=conflict_id).first()
    if found is None:
        raise Http404
    return found


def _readable(raw: bytes) -> str:
    """Return signed bytes as they are: headers and heads are JSON in UTF-8, else hexadecimal."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.hex()
