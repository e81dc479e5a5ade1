"""What was looked at before a release: legal grounds, findings in the text, pictures and their covered places."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.base.models import StoredFile
from yuegang.engine.protocol.scan import SECRET_MARK
from yuegang.exchange.release.models.releases import Release


class ReleaseGround(models.Model):
    """The legal ground an approver states for one class B field, and why the other side needs it."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="grounds")
    pointer = models.CharField(max_length=200)
    statute = models.CharField(max_length=200)
    necessity = models.CharField(max_length=500)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "pointer"], name="release_ground_once"),
            models.CheckConstraint(
                condition=~Q(statute="") & ~Q(necessity=""),
                name="release_ground_whole",
                violation_error_message=_("A ground names the statute and says why the other side needs the field."),
            ),
        ]


class ReleaseFinding(models.Model):
    """One place in the text that may name a natural person, and how it was resolved."""

    class Kind(models.TextChoices):
        """What it looks like."""

        MAINLAND_ID = "mainland_id", _("Mainland identity number")
        HKID = "hkid", _("Hong Kong identity card number")
        MACAO_ID = "macao_id", _("Macao identity card number")
        PHONE = "phone", _("Telephone number")
        BANK_CARD = "bank_card", _("Bank card number")
        NAME = "name", _("Name on the list of known persons")
        EMAIL = "email", _("E-mail address")
        SECRET_MARK = "secret_mark", _("Mark of secrecy")

    class Resolution(models.TextChoices):
        """How it was resolved."""

        REPLACED = "replaced", _("Replaced")
        REMOVED = "removed", _("Removed")
        NOT_PERSONAL = "not_personal", _("Not personal data")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="findings")
    pointer = models.CharField(max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=640)  # an e-mail address is the longest
    resolution = models.CharField(max_length=12, choices=Resolution.choices, blank=True)
    replacement = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pointer", "start")
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="release_finding_place"),
            models.CheckConstraint(
                condition=Q(resolution="", officer=None, resolved_at=None)
                | ~Q(resolution="") & Q(officer__isnull=False, resolved_at__isnull=False),
                name="release_finding_by_whom",
                violation_error_message=_("A resolved place names who resolved it."),
            ),
            models.CheckConstraint(
                condition=~Q(resolution="not_personal", note="") & ~Q(resolution="replaced", replacement=""),
                name="release_finding_reason",
                violation_error_message=_("Write the reason, or the words to put in its place."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=SECRET_MARK) | Q(resolution=""),
                name="release_finding_secret",
                violation_error_message=_("A text marked secret does not leave; take it out of the draft."),
            ),
        ]


class ReleaseImage(models.Model):
    """One picture of an item: boxes to be burnt in (pixels of the kept original), and whether it is sent at all."""

    class Box(models.TextChoices):
        """What a box covers."""

        FACE = "face", _("Face")
        LABEL = "label", _("Waybill label")
        DOCUMENT = "document", _("Document")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="images")
    number = models.PositiveSmallIntegerField()
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200, blank=True)
    boxes = models.JSONField(default=list)  # [{"x", "y", "width", "height", "kind"}, …]
    send = models.BooleanField(default=True)
    burnt = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="release_image_number"),
            models.UniqueConstraint(fields=["release", "source"], name="release_image_once"),
        ]


class ReleaseView(models.Model):
    """Proof that an officer looked at a picture in full size, with the boxes as they are now."""

    image = models.ForeignKey(ReleaseImage, on_delete=models.CASCADE, related_name="views")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "officer"], name="release_view_once")]
