"""Tell what a file is from its bytes; its name and the browser's word count for nothing."""

from dataclasses import dataclass

from yuegang.base.files.errors import FileRefused

MEGABYTE = 1024 * 1024
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"

IMAGES = frozenset({JPEG, PNG, WEBP})
WORKBOOKS = frozenset({XLSX, CSV})
EVIDENCE = IMAGES | {PDF}


@dataclass(frozen=True)
class Kind:
    """One type that may be kept: its short name, the suffixes a person gives it, its size limit in bytes."""

    media_type: str
    name: str
    suffixes: tuple[str, ...]
    limit: int


KINDS = {
    kind.media_type: kind
    for kind in (
        Kind(JPEG, "JPEG", (".jpg", ".jpeg", ".jfif"), 25 * MEGABYTE),
        Kind(PNG, "PNG", (".png",), 25 * MEGABYTE),
        Kind(WEBP, "WebP", (".webp",), 25 * MEGABYTE),
        Kind(PDF, "PDF", (".pdf",), 25 * MEGABYTE),
        Kind(XLSX, "XLSX", (".xlsx",), 20 * MEGABYTE),
        Kind(CSV, "CSV", (".csv", ".txt"), 20 * MEGABYTE),
    )
}
# Suffixes that promise another type than the bytes hold: a stranger's mistake or a disguise, refused either way.
SUFFIXES = {suffix: kind.media_type for kind in KINDS.values() for suffix in kind.suffixes}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE2 compound file: .xls, or an encrypted .xlsx


def sniff(content: bytes) -> str:
    """Return the media type that the first bytes prove, or "" if they prove none; text is not looked at."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return XLSX
    return ""


def looks_like(content: bytes) -> str:
    """Return a few printable first bytes, for the sentence that refuses an unknown file."""
    return content[:8].decode("latin-1").encode("unicode_escape").decode("ascii")


def names(media_types: frozenset[str]) -> str:
    """Return the short names of the types, for a sentence."""
    return ", ".join(sorted(KINDS[each].name for each in media_types))


def identify(content: bytes, name: str, allowed: frozenset[str]) -> Kind:
    """Return what the file is; raise FileRefused if it is empty, unknown, not allowed, too large or misnamed."""
    if not content:
        raise FileRefused("file.empty")
    media_type = sniff(content) or (CSV if CSV in allowed and _is_text(content) else "")
    if content.startswith(OLD_OFFICE) and XLSX in allowed:
        is_locked = "EncryptedPackage".encode("utf-16-le") in content[: 64 * 1024]
        raise FileRefused("workbook.encrypted" if is_locked else "workbook.old")
    if not media_type:
        raise FileRefused("file.unknown", found=looks_like(content), allowed=names(allowed))
    kind = KINDS[media_type]
    if media_type not in allowed:
        raise FileRefused("file.type", found=kind.name, allowed=names(allowed))
    if len(content) > kind.limit:
        found = f"{len(content) / MEGABYTE:.1f}"
        raise FileRefused("file.size", found=found, limit=kind.limit // MEGABYTE)
    _check_suffix(name, kind)
    return kind


def _is_text(content: bytes) -> bool:
    """Say whether this can be text: UTF-16 with its mark, or no zero byte."""
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in content[:4096]


def _check_suffix(name: str, kind: Kind) -> None:
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    promised = SUFFIXES.get(suffix)
    pictures = promised in IMAGES and kind.media_type in IMAGES  # telephones name WebP pictures .jpg
    if promised is not None and promised != kind.media_type and not pictures:
        raise FileRefused("file.name", suffix=suffix, found=kind.name)
