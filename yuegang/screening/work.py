"""The job of the desk, named apart from its work: only the worker loads the compiled engine, not every process."""

from collections.abc import Callable

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from yuegang.base.jobs import JobKind
from yuegang.base.models import JobProgress


def screen(job: JobProgress) -> None:
    """Screen the manifest a job names."""
    work: Callable[[JobProgress], None] = import_string("yuegang.screening.running.screen_manifest")
    work(job)


SCREEN = JobKind(_("Screening of a manifest"), screen)
