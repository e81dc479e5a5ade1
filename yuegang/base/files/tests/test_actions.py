"""Promises of kept files: what is taken, what is refused by which rule, what no longer stands in the bytes."""

import io
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image, ImageChops
from pytest_django.fixtures import Settings

from yuegang.base.files import actions, kinds, storage
from yuegang.base.files.errors import FileDamaged, FileRefused, refusal_text
from yuegang.base.files.tests import samples
from yuegang.base.files.tests.samples import Upload
from yuegang.base.models import StoredFile

CONTENT = "[Content_Types].xml"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path


def rule_of(content: bytes, name: str, allowed: frozenset[str] = kinds.EVIDENCE) -> str:
    with pytest.raises(FileRefused) as caught:
        actions.store(Upload(content, name), allowed=allowed)
    assert refusal_text(caught.value)
    assert not StoredFile.objects.exists()
    return caught.value.rule


def test_a_picture_is_kept_without_what_the_camera_wrote_into_it() -> None:
    stored = actions.store(Upload(samples.photograph(), "IMG_0001.JPG"))
    content = actions.content_of(stored)
    assert b"Lumendra" not in content and b"taken at home" not in content and b"ICC_PROFILE" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (80, 120)  # turned upright before the note that said so was dropped


def test_bytes_behind_a_picture_are_dropped() -> None:
    hidden = samples.archive({"payload.txt": b"hidden message"})
    stored = actions.store(Upload(samples.encoded(samples.picture(), "PNG") + hidden, "a.png"))
    assert b"PK\x03\x04" not in actions.content_of(stored)


def test_the_same_bytes_lie_once_under_their_digest() -> None:
    first, second = (actions.store(Upload(samples.MINIMAL_PDF, name)) for name in ("a.pdf", "b.pdf"))
    assert first.id != second.id and first.sha256 == second.sha256
    files = [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]
    assert files == [storage.path_of(first.sha256)]
    assert files[0].stat().st_mode & 0o777 == 0o600


def test_changed_bytes_are_not_given_out() -> None:
    stored = actions.store(Upload(samples.MINIMAL_PDF, "a.pdf"))
    storage.path_of(stored.sha256).write_bytes(b"changed")
    with pytest.raises(FileDamaged):
        actions.content_of(stored)


def test_covered_pixels_are_gone_and_the_rest_stays() -> None:
    original = actions.store(Upload(samples.encoded(samples.picture(), "PNG"), "a.png"))
    burnt = actions.burn_boxes(original, [{"x": 38, "y": 28, "width": 36, "height": 26}])
    with Image.open(io.BytesIO(actions.content_of(burnt))) as image:
        colours = {colour for _, colour in image.getcolors() or []}
        assert samples.SECRET_COLOUR not in colours
        assert image.getpixel((50, 40)) == (0, 0, 0) and image.getpixel((5, 5)) == (240, 240, 235)
    assert Image.open(io.BytesIO(actions.content_of(original))).getpixel((50, 40)) == samples.SECRET_COLOUR


def test_no_trace_of_covered_pixels_stays_in_a_jpeg() -> None:
    original = actions.store(Upload(samples.encoded(samples.picture(), "JPEG", quality=40), "a.jpg"))
    burnt = actions.burn_boxes(original, [[40, 30, 30, 20]])
    with Image.open(io.BytesIO(actions.content_of(burnt))) as image:
        red, green, _blue = image.convert("RGB").split()
        excess = ImageChops.subtract(red, green).histogram()
    assert sum(excess[41:]) == 0


@pytest.mark.parametrize("box", [[200, 0, 10, 10], [0, 0, 0, 5], [-20, -20, 10, 10], {"x": 1}, ["a", 0, 1, 1]])
def test_a_box_that_covers_nothing_is_refused(box: object) -> None:
    stored = actions.store(Upload(samples.encoded(samples.picture(), "PNG"), "a.png"))
    with pytest.raises(FileRefused, match=r"image\.box"):
        actions.burn_boxes(stored, [box])  # type: ignore[list-item]  # the wrong shapes are the test


def test_only_a_picture_can_be_covered_or_made_small() -> None:
    stored = actions.store(Upload(samples.MINIMAL_PDF, "a.pdf"))
    for attempt in (lambda: actions.burn_boxes(stored, [[0, 0, 1, 1]]), lambda: actions.thumbnail_of(stored)):
        with pytest.raises(FileRefused, match=r"image\.type"):
            attempt()


def test_a_small_picture_is_made_once() -> None:
    stored = actions.store(Upload(samples.encoded(samples.picture(size=(900, 600)), "PNG"), "a.png"))
    small = actions.thumbnail_of(stored, 300)
    with Image.open(io.BytesIO(small)) as image:
        assert image.size == (300, 200)
    assert actions.thumbnail_of(stored, 300) == small


def test_transparent_parts_become_white() -> None:
    clear = Image.new("RGBA", (10, 10), (10, 10, 10, 0))
    stored = actions.store(Upload(samples.encoded(clear, "PNG"), "a.png"))
    with Image.open(io.BytesIO(actions.content_of(stored))) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_telephones_webp_is_kept_as_jpeg() -> None:
    stored = actions.store(Upload(samples.encoded(samples.picture(), "WEBP"), "photo.jpg"))
    assert (stored.media_type, stored.name) == ("image/jpeg", "photo.jpg")


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (b"", "a.png", "file.empty"),
        (b"MZ\x90\x00", "a.png", "file.unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "file.unknown"),
        (samples.MINIMAL_PDF, "a.png", "file.name"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "a.png", "image.damaged"),
        (samples.encoded(samples.picture(), "PNG")[:150], "a.png", "image.damaged"),
        (samples.MINIMAL_PDF[:-6], "a.pdf", "pdf.damaged"),
        (samples.MINIMAL_PDF.replace(b"/Root", b"/Encrypt 9 0 R/Root"), "a.pdf", "pdf.encrypted"),
        (samples.MINIMAL_PDF.replace(b"/Count 0", b"/Count 0/AA<</S/JavaScript/JS(1)>>"), "a.pdf", "pdf.active"),
        (samples.MINIMAL_PDF.replace(b"/Count 0", b"/Count 0/AA<</S/J#61vaScript>>"), "a.pdf", "pdf.active"),
        (samples.MINIMAL_PDF + samples.archive({"x": b"y"}) + b"%%EOF", "a.pdf", "file.polyglot"),
        (b"GIF89a" + samples.MINIMAL_PDF, "a.gif", "file.unknown"),
        (samples.workbook([["a"]]), "a.xlsx", "file.type"),
    ],
)
def test_what_is_no_plain_evidence_is_refused_by_its_rule(content: bytes, name: str, rule: str) -> None:
    assert rule_of(content, name) == rule


def test_a_program_hidden_in_a_compressed_object_stream_is_found() -> None:
    packed = zlib.compress(b"1 0 <</S/JavaScript/JS(app.alert(1))>>")
    stream = b"9 0 obj<</Type/ObjStm/N 1/First 4/Length %d>>stream\n%sendstream endobj\n" % (len(packed), packed)
    assert rule_of(samples.MINIMAL_PDF.replace(b"trailer", stream + b"trailer"), "a.pdf") == "pdf.active"


def test_a_moving_picture_is_refused() -> None:
    frames = [samples.picture(), Image.new("RGB", (120, 80))]
    content = samples.encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert rule_of(content, "a.png") == "image.frames"


def test_a_picture_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = samples.encoded(Image.new("1", (12_000, 12_000)), "PNG")
    assert len(bomb) < 100_000
    assert rule_of(bomb, "a.png") == "image.pixels"


def test_a_file_over_the_limit_is_refused() -> None:
    assert rule_of(samples.MINIMAL_PDF + b" " * kinds.KINDS[kinds.PDF].limit, "a.pdf") == "file.size"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (samples.archive({"a.txt": b"x"}), "workbook.damaged"),
        (b"PK\x03\x04" + b"\0" * 50, "workbook.damaged"),
        (samples.workbook([["a"]])[:-200], "workbook.damaged"),
        (samples.archive({CONTENT: b"", "xl/worksheets/a": b"\0" * 210_000_000}), "workbook.bomb"),
        (samples.archive({CONTENT: b"", "xl/worksheets/a": b"", "xl/vbaProject.bin": b""}), "workbook.macros"),
        (samples.archive({CONTENT: b"", "xl/worksheets/a": b"", "../a": b""}), "workbook.damaged"),
        (kinds.OLD_OFFICE + b"\0" * 100, "workbook.old"),
        (kinds.OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "workbook.encrypted"),
        (bytes(range(128, 256)) * 3, "csv.encoding"),
    ],
)
def test_a_workbook_that_must_not_be_opened_is_refused_by_its_rule(content: bytes, rule: str) -> None:
    assert rule_of(content, "rows", kinds.WORKBOOKS) == rule


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5hkscs"])
def test_text_in_the_encodings_of_both_sides_is_taken(encoding: str) -> None:
    text = "運單號,商標,數量\n" if encoding == "big5hkscs" else "运单号,商标,数量\n"
    stored = actions.store(Upload(text.encode(encoding), "rows.csv"), allowed=kinds.WORKBOOKS)
    assert stored.media_type == kinds.CSV


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\e\\a\u202egpj.exe", "agpj.exe"), ("\x00\n", "file"), ("照.png", "照.png")],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert actions.plain_name(given) == kept
