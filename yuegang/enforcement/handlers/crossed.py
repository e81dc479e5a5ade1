"""What both sides keep of a version that crossed: its body, its images."""

from django.db.models import QuerySet

from yuegang.enforcement.models import Feedback, Lead, LeadImage
from yuegang.exchange.handlers import Received
from yuegang.exchange.release.handlers import Picture


def image_sources(images: QuerySet[LeadImage]) -> list[Picture]:
    """Return the images a release decides on, each with its caption."""
    return [Picture(image.file, image.caption) for image in images.select_related("file")]


def keep_images(lead: Lead, received: Received, feedback: Feedback | None = None) -> None:
    """Keep the boxed images that came with an entry."""
    for name, _, stored in received.files:
        LeadImage.objects.get_or_create(
            lead=lead, feedback=feedback, file=stored, item_ver=received.item_ver,
            defaults={"caption": _caption(name), "is_incoming": True},
        )  # fmt: skip


def _caption(name: str) -> str:
    """Return the caption a picture travelled under: its name without the suffix, nothing for a mere number."""
    stem = name.rpartition(".")[0] or name
    return "" if stem.isdigit() else stem[:120]
