"""Pictures: read to the last pixel, written anew without EXIF, colour profile or place, covered, made small."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PIL import Image, ImageDraw, ImageOps

from yuegang.base.files.errors import FileRefused
from yuegang.base.files.kinds import JPEG, PNG

PIXEL_LIMIT = 60_000_000  # the largest telephone cameras stay below
BLOCK = 16  # pixels of a JPEG block with halved colour: ringing of covered content stays inside it
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Picture:
    """Encoded bytes of a picture and its size in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the upright picture, from its top left corner."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, values: "Box | Mapping[str, object] | Sequence[object]") -> "Box":
        """Read a box from {"x","y","width","height"} or [x, y, width, height]; raises FileRefused."""
        if isinstance(values, Box):
            return values
        try:
            listed = [values[key] for key in ("x", "y", "width", "height")] if isinstance(values, Mapping) else values
            x, y, width, height = (round(float(cast("float | str", value))) for value in listed)
        except (KeyError, TypeError, ValueError) as error:
            raise FileRefused("image.box") from error
        return cls(x, y, width, height)


def read(content: bytes) -> Image.Image:
    """Return the upright picture as RGB or grey pixels; transparent parts become white. Raises FileRefused."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > PIXEL_LIMIT:
                raise _too_many(opened.width * opened.height)
            if getattr(opened, "n_frames", 1) > 1:
                raise FileRefused("image.frames")
            opened.load()
            return _plain(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many(PIXEL_LIMIT + 1_000_000) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileRefused("image.damaged") from error


def _too_many(pixels: int) -> FileRefused:
    return FileRefused("image.pixels", found=pixels // 1_000_000, limit=PIXEL_LIMIT // 1_000_000)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def encode(image: Image.Image, media_type: str) -> Picture:
    """Write the pixels, and nothing but the pixels, as PNG or JPEG."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    if media_type == PNG:
        bare.save(out, "PNG", optimize=False)
    else:
        media_type = JPEG
        bare.save(out, "JPEG", quality=90, subsampling=0)
    return Picture(out.getvalue(), media_type, image.width, image.height)


def reencode(content: bytes, media_type: str) -> Picture:
    """Return the picture written anew: no EXIF, ICC, GPS, comment, thumbnail or trailing bytes. Raises FileRefused."""
    return encode(read(content), media_type)


def cover(content: bytes, media_type: str, boxes: Sequence[Box]) -> Picture:
    """Return the picture with each box filled black; what lay under it is in no byte of the result.

    Boxes grow to whole JPEG blocks. Raises FileRefused if a box has no area or touches no pixel.
    """
    image = read(content)
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rectangle(_edges(box, image.size, media_type), fill=0 if image.mode == "L" else (0, 0, 0))
    return encode(image, media_type)


def _edges(box: Box, size: tuple[int, int], media_type: str) -> tuple[int, int, int, int]:
    grid = BLOCK if media_type == JPEG else 1
    width, height = size
    is_outside = box.x >= width or box.y >= height or box.x + box.width <= 0 or box.y + box.height <= 0
    if box.width <= 0 or box.height <= 0 or is_outside:
        raise FileRefused("image.box")
    left, top = max(0, box.x) // grid * grid, max(0, box.y) // grid * grid
    right = min(width, -(-(box.x + box.width) // grid) * grid) - 1
    bottom = min(height, -(-(box.y + box.height) // grid) * grid) - 1
    return left, top, right, bottom


def thumbnail(content: bytes, edge: int) -> Picture:
    """Return a JPEG whose longer edge has at most `edge` pixels."""
    image = read(content)
    image.thumbnail((edge, edge))
    return encode(image, JPEG)
