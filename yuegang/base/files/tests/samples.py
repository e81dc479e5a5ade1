"""Small files of each type, good and bad, made on the spot."""

import io
import zipfile

import openpyxl
from PIL import Image

GPS = 0x8825  # EXIF pointer to the place a picture was taken
SECRET_COLOUR = (200, 30, 60)
MINIMAL_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


class Upload(io.BytesIO):
    """Bytes with a name, as a form field gives them."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


def picture(form: str = "PNG", size: tuple[int, int] = (120, 80)) -> Image.Image:
    """A picture with a patch of one secret colour at (40, 30)-(69, 49)."""
    image = Image.new("RGB", size, (240, 240, 235))
    image.paste(SECRET_COLOUR, (40, 30, 70, 50))
    return image


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    """The picture's bytes in a format."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photograph() -> bytes:
    """A JPEG with a make, a place, a colour profile and a comment."""
    exif = Image.Exif()
    exif[0x010F] = "Lumendra Camera"
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif.get_ifd(GPS)[2] = (22.5, 0.0, 0.0)
    return encoded(picture(), "JPEG", exif=exif, icc_profile=b"\0" * 128, comment=b"taken at home", quality=95)


def workbook(rows: list[list[object]]) -> bytes:
    """An .xlsx file of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """A deflated ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()
