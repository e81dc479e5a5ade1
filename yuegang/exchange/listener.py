"""Answer the peers: pieces of the log made for them, its head, encrypted files; nothing else, and nobody else."""

import logging
import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from yuegang.engine.protocol.segment import MEDIA_TYPE
from yuegang.exchange import blobs, segments, wake
from yuegang.exchange.errors import ExchangeError, RequestRefused
from yuegang.exchange.identity import SeenRequest, caller_of, remember
from yuegang.exchange.models import Blob, Channel, LogState
from yuegang.exchange.roster import load_roster

logger = logging.getLogger(__name__)

MAX_WAIT = 30.0  # seconds a request without news is held; docs/protocol.md
RECHECK = 5.0  # seconds after which the log is looked at even without a notice
NUMBER = re.compile(r"\d{1,15}").fullmatch
RANGE = re.compile(r"bytes=(\d{1,15})-").fullmatch

P = ParamSpec("P")


def for_peers(
    view: Callable[Concatenate[HttpRequest, Channel, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only a node of the roster with an open channel in; every refusal looks the same."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            channel = _channel_of(request)
        except RequestRefused as refusal:
            logger.warning("request.refused", extra={"rule": refusal.rule})
            return HttpResponse(status=401)
        return view(request, channel, *args, **kwargs)

    return require_GET(guarded)


def _channel_of(request: HttpRequest) -> Channel:
    seen = SeenRequest(str(request.method), request.build_absolute_uri(), request.headers)
    caller = caller_of(seen, request.body, load_roster())
    remember(caller)
    channel = Channel.objects.filter(peer=caller.node).first()
    if channel is None:
        raise RequestRefused("request.channel", caller.node)
    return channel


@for_peers
def log(request: HttpRequest, channel: Channel, receiver: str) -> HttpResponse:
    """Answer the log made for the caller after a place, and wait for news if there are none."""
    after = _number(request, "after", 0)
    limit = _number(request, "limit", 500)
    if receiver != channel.peer or after is None or limit is None or limit < 1:
        return _absent()
    wait_for_news(channel, after, min(float(_number(request, "wait", 0) or 0), MAX_WAIT))
    try:
        segment = segments.segment_for(channel, after=after, limit=limit)
    except ExchangeError as error:
        logger.warning("log.not_ready", extra={"rule": error.rule})
        return HttpResponse(status=503)
    return _bytes(segment)


@for_peers
def head(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Answer the signed head of the log made for the caller, as a segment without entries."""
    try:
        segment = segments.segment_for(channel, after=0, limit=0)
    except ExchangeError as error:
        logger.warning("log.not_ready", extra={"rule": error.rule})
        return HttpResponse(status=503)
    return _bytes(segment)


@for_peers
def received(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Answer what this node has of the caller's own log after a place: its entries as they came, and its last head."""
    after, limit = _number(request, "after", 0), _number(request, "limit", 500)
    if after is None or limit is None or limit < 1:
        return _absent()
    segment = segments.received_from(channel, after=after, limit=limit)
    return HttpResponse(status=204) if segment is None else _bytes(segment)


@for_peers
def blob(request: HttpRequest, channel: Channel, digest: str) -> HttpResponseBase:
    """Answer an encrypted file of an entry made for the caller, from a byte on if asked."""
    found = Blob.objects.filter(channel=channel, outgoing=True, digest=f"sha256:{digest}", complete=True).first()
    path = blobs.path_of(f"sha256:{digest}")
    if found is None or not path.is_file():
        return _absent()
    wanted = RANGE(request.headers.get("Range", ""))
    start = int(wanted[1]) if wanted else 0
    if wanted and start >= found.size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    file = path.open("rb")
    file.seek(start)
    response = FileResponse(file, status=206 if wanted else 200, content_type="application/octet-stream")
    response["Content-Length"] = str(found.size - start)
    if wanted:
        response["Content-Range"] = f"bytes {start}-{found.size - 1}/{found.size}"
    return response


def wait_for_news(channel: Channel, after: int, seconds: float) -> None:
    """Hold the request until the log is longer than `after`; which entries are answered does not depend on it."""
    if seconds <= 0 or _size(channel) > after:
        return
    deadline = time.monotonic() + seconds
    try:
        wake.listen(wake.SEALED)
        while _size(channel) <= after and (left := deadline - time.monotonic()) > 0:
            wake.wait(min(left, RECHECK))
        wake.deafen()
    except (DatabaseError, psycopg.Error):
        logger.warning("wait.interrupted", extra={"peer": channel.peer})
        connection.close()  # it may still listen, or be broken


def _size(channel: Channel) -> int:
    return LogState.objects.filter(channel=channel).values_list("size", flat=True).first() or 0


def _number(request: HttpRequest, name: str, default: int) -> int | None:
    text = request.GET.get(name, str(default))
    return int(text) if NUMBER(text) else None


def _bytes(segment: bytes) -> HttpResponse:
    return HttpResponse(segment, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def _absent() -> HttpResponse:
    return HttpResponse(status=404)


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer everything else with an empty 404."""
    return _absent()


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours without a word about it."""
    logger.error("request.failed", extra={"zone": settings.ZONE})
    return HttpResponse(status=500)
