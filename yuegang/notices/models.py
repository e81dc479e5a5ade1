"""What officers are told, and how often they want to be mailed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class Rhythm(models.TextChoices):
    """How often a kind of notice is mailed; the list in the office shows it at once in any case."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Daily at 08:30")
    WEEKLY = "weekly", _("Mondays at 08:30")
    NEVER = "never", _("Never")


class Notice(models.Model):
    """One thing one officer is told; it says that something happened, not what."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="/"),
                name="notice_url_is_ours",
                violation_error_message="A notice leads to a page of this node.",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_of"),
            models.Index(fields=["recipient"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["kind"], name="notice_unmailed", condition=Q(mailed_at=None)),
        ]


class NoticeSetting(models.Model):
    """The rhythm an officer chose for one kind; without a row the kind's own rhythm holds."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings")
    kind = models.CharField(max_length=40)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "kind"], name="notice_setting_once"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="notice_rhythm_known"),
        ]
