"""The cover sheet that goes with the medium: what it holds, and words two persons can read to each other."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from yuegang.accounts.models import Officer
from yuegang.base.documents.actions import qr_svg, render_pdf
from yuegang.engine.protocol.spoken import spoken
from yuegang.exchange.carriage.models import Parcel
from yuegang.parties import access as parties

BLANK = "—"


def cover_sheet(parcel: Parcel, language: str) -> bytes:
    """Return the PDF in the reader's active language; raises DocumentError for a character the font cannot show."""
    context = {
        "title": _("Cover sheet of a parcel"),
        "facts": _facts(parcel),
        "volumes": [_volume(volume, language) for volume in parcel.volumes],
        "words": {
            "volumes": _("Volumes"),
            "signatures": _("Handed over and received"),
            "given": _("Handed over by, at"),
            "got": _("Received by, at"),
            "check": _("Read the ten words of each volume to the other side by telephone; both screens show them."),
        },
    }
    return render_pdf("carriage/cover.typ", context, language)


def node_name(code: str) -> str:
    """Return the name of a node in the active language, or its code."""
    known = {node.code: node.name() for node in [*parties.peers(), parties.own_node()]}
    return known.get(code, code)


def maker_name(parcel: Parcel) -> str:
    """Return who ordered a parcel."""
    try:
        officer = Officer.objects.filter(pk=UUID(parcel.made_by)).first()
    except ValueError:
        officer = None
    return BLANK if officer is None else str(officer.display_name)


def _facts(parcel: Parcel) -> list[list[str]]:
    entries = f"{parcel.first:,}–{parcel.last:,} ({parcel.entries:,})" if parcel.entries else BLANK
    return [
        [_("From"), node_name(settings.NODE_CODE)],
        [_("To"), node_name(parcel.channel.peer)],
        [_("Entries"), entries],
        [_("Files"), f"{parcel.blobs:,}"],
        [_("Period"), f"{_time(parcel.since)} – {_time(parcel.until)}"],
        [_("Length of the log"), f"{parcel.head_size:,}"],
        [_("Root of the log"), parcel.head_root],
        [_("Made"), f"{_time(parcel.ended_at)} · {maker_name(parcel)}"],
        [_("Parcel"), str(parcel.pk)],
    ]


def _volume(volume: dict[str, str], language: str) -> dict[str, str]:
    digest = str(volume["digest"])
    return {
        "name": str(volume["name"]),
        "size": f"{int(volume['size']):,} B",
        "digest": digest,
        "words": spoken(digest, language).replace("-", " "),
        "code": qr_svg(f"{volume['name']} {digest}"),
    }


def _time(moment: datetime | None) -> str:
    return BLANK if moment is None else f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
