"""What a browser is told about a kept file."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from yuegang.base.files import actions, serving
from yuegang.base.files.tests import samples
from yuegang.base.files.tests.samples import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path


def test_a_picture_is_shown_and_everything_else_is_downloaded() -> None:
    shown = serving.serve(actions.store(Upload(samples.encoded(samples.picture(), "PNG"), "照片.png")))
    loaded = serving.serve(actions.store(Upload(samples.MINIMAL_PDF, "a.pdf")))
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert loaded["Content-Disposition"] == 'attachment; filename="a.pdf"'


def test_a_file_can_run_nothing_and_is_not_guessed_at() -> None:
    response = serving.serve(actions.store(Upload(samples.MINIMAL_PDF, "a.pdf")))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"


def test_a_small_picture_is_a_jpeg() -> None:
    stored = actions.store(Upload(samples.encoded(samples.picture(), "PNG"), "a.png"))
    assert serving.serve_thumbnail(stored)["Content-Type"] == "image/jpeg"


def test_made_content_is_a_download() -> None:
    assert serving.serve_bytes(b"%PDF", "application/pdf", "x.pdf")["Content-Disposition"].startswith("attachment")
