"""What both sides keep of a version that crossed: its body, its images."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from yuegang.enforcement.models import Feedback, Lead, LeadImage
from yuegang.exchange.handlers import Received

Source = tuple[UUID, str]  # kept file, caption


def image_sources(images: Iterable[LeadImage]) -> list[Source]:
    """Return the images a release decides on, each with its caption."""
    return [(image.file_id, image.caption) for image in images]


def keep_images(lead: Lead, received: Received, feedback: Feedback | None = None) -> None:
    """Keep the boxed images that came with an entry."""
    for name, _, stored in received.files:
        LeadImage.objects.get_or_create(
            lead=lead, feedback=feedback, file=stored, item_ver=received.item_ver,
            defaults={"caption": name[:120], "is_incoming": True},
        )  # fmt: skip


def restrict(body: Mapping[str, object], manifest: Iterable[str]) -> dict[str, object]:
    """Return of a composed body only what a manifest says has crossed."""
    crossed = {pointer.removeprefix("/").partition("/")[0] for pointer in manifest}
    return {name: value for name, value in body.items() if name in crossed}
