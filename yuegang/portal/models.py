"""What visitors of the public site leave: reports of wrong contacts."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.parties.models import Agency


class ContactReport(models.Model):
    """A visitor says that something we print about an agency is wrong; nothing about the visitor is kept."""

    class What(models.TextChoices):
        """Which entry is wrong."""

        NAME = "name", _("Name of the agency")
        PHONE = "phone", _("Telephone")
        ADDRESS = "address", _("Address")
        WEB = "web", _("Web or e-mail address")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    words = models.CharField(max_length=1000)
    source_url = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField(default=clock.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="contact_report_says_something"),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None) | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="contact_report_handled_by_someone",
            ),
        ]
