"""Look inside PDF files and workbooks before they are kept or opened."""

import io
import re
import zipfile
import zlib

from yuegang.base.files.errors import FileRefused
from yuegang.base.files.kinds import MEGABYTE

UNPACKED_LIMIT = 200 * MEGABYTE  # a workbook of 100,000 full rows has about 60 MB of XML
ENTRY_LIMIT = 2000
RATIO_LIMIT = 400  # deflate reaches 1,030; real sheets stay below 60
ZIP_END = b"PK\x05\x06"
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|SubmitForm|ImportData)(?=[\s/<(\[>])")
DELIMITED_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut off, locked, active, or also an archive; raises FileRefused."""
    if b"%%EOF" not in content[-2048:]:
        raise FileRefused("pdf.damaged")
    if ZIP_END in content[-66_000:]:
        raise FileRefused("file.polyglot", found="PDF + ZIP")
    plain = _plain_names(content)
    if re.search(rb"/Encrypt(?=[\s/<\[])", plain):
        raise FileRefused("pdf.encrypted")
    for part in (plain, *_object_streams(content)):
        found = ACTIVE.search(part)
        if found:
            raise FileRefused("pdf.active", found=found.group(1).decode("ascii"))


def _plain_names(content: bytes) -> bytes:
    """Resolve #xx escapes, which PDF allows in any name and malware uses to hide one."""
    return DELIMITED_NAME.sub(lambda match: bytes([int(match.group(1), 16)]), content)


def _object_streams(content: bytes) -> list[bytes]:
    """Unpack compressed object streams, where a name may hide, up to a total of UNPACKED_LIMIT bytes."""
    parts: list[bytes] = []
    left = UNPACKED_LIMIT
    for match in STREAM.finditer(content):
        head = content[max(0, match.start() - 400) : match.start()]
        if b"/ObjStm" not in head[head.rfind(b"obj") :] or left <= 0:
            continue
        try:
            part = zlib.decompressobj().decompress(match.group(1), left)
        except zlib.error:
            continue
        left -= len(part)
        parts.append(_plain_names(part))
    return parts


def check_workbook(content: bytes) -> None:
    """Refuse an archive that is no plain .xlsx, holds macros, or unpacks to too much; raises FileRefused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileRefused("workbook.damaged") from error
    with archive:
        _check_sizes(entries)
        names = {entry.filename for entry in entries}
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise FileRefused("workbook.macros")
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/worksheets/") for name in names):
            raise FileRefused("workbook.damaged")
        if any(name.startswith("/") or ".." in name.split("/") for name in names):
            raise FileRefused("workbook.damaged")
        _check_real_sizes(archive, entries)


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    is_dense = total > 20 * MEGABYTE and total / packed > RATIO_LIMIT
    if len(entries) > ENTRY_LIMIT or total > UNPACKED_LIMIT or is_dense:
        raise FileRefused("workbook.bomb", limit=UNPACKED_LIMIT // MEGABYTE)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefused("workbook.encrypted")


def _check_real_sizes(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack once, counting: the directory's sizes are the sender's word, and each check sum is proved."""
    left = UNPACKED_LIMIT
    try:
        for entry in entries:
            with archive.open(entry) as stream:
                while piece := stream.read(MEGABYTE):
                    left -= len(piece)
                    if left < 0:
                        raise FileRefused("workbook.bomb", limit=UNPACKED_LIMIT // MEGABYTE)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileRefused("workbook.damaged") from error


def decode_csv(content: bytes) -> str:
    """Return the text of a CSV file in UTF-8, UTF-16 with mark, GB 18030 or Big5-HKSCS; raises FileRefused."""
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", *_older_encodings(content)]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("csv.encoding")


def _older_encodings(content: bytes) -> list[str]:
    """Order GB 18030 and Big5 by how much common Chinese each reading yields: most bytes are valid in both."""

    def score(encoding: str) -> int:
        text = content[:20_000].decode(encoding, errors="replace")
        return sum(text.count(character) for character in COMMON[encoding]) - 5 * text.count("\ufffd")

    return sorted(COMMON, key=score, reverse=True)


COMMON = {
    "gb18030": "的一号货品数量日期商标目线运单价值地国类型侵权编口岸",
    "big5hkscs": "的一號貨品數量日期商標目線運單價值地國類型侵權編口岸",
}
