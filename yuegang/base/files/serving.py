"""Send a kept file. Only the view of the room that owns the file calls this, after its access check."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yuegang.base.files.actions import content_of, thumbnail_of
from yuegang.base.models import StoredFile

POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'; frame-ancestors 'none'"


def serve(stored: StoredFile, *, download: bool = False) -> HttpResponse:
    """Return a kept file: pictures inline unless asked otherwise, everything else as a download."""
    as_attachment = download or not stored.is_image
    return _answer(content_of(stored), stored.media_type, stored.name, as_attachment=as_attachment)


def serve_thumbnail(stored: StoredFile, edge: int = 320) -> HttpResponse:
    """Return a small JPEG of a kept picture."""
    return _answer(thumbnail_of(stored, edge), "image/jpeg", stored.name, as_attachment=False)


def serve_bytes(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return made content (a PDF, a workbook) as a download under the same headers."""
    return _answer(content, media_type, name, as_attachment=True)


def _answer(content: bytes, media_type: str, name: str, *, as_attachment: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
