"""An officer, a folder for files, and the box kind."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import Settings

from yuegang.base.imports.tests.boxes import BOXES


@pytest.fixture(autouse=True)
def boxes(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    settings.IMPORT_KINDS = {"box": "yuegang.base.imports.tests.boxes.BOXES"}
    settings.OFFICE_GUARD = "django.contrib.auth.decorators.login_required"
    settings.LOGIN_URL = "/sign-in/"
    BOXES.recorded.clear()
    BOXES.locked.clear()


def make_officer(username: str) -> Any:  # Any: the user model stands beside this room
    return get_user_model().objects.create(
        username=username,
        display_name=username,
        email=f"{username}@a.test",
        agency_code="CUS-53",
        unit_code="CUS-53/GEN",
        language="en",
    )


@pytest.fixture
def alice(db: None) -> Any:
    return make_officer("alice")


@pytest.fixture
def eve(db: None) -> Any:
    return make_officer("eve")


@pytest.fixture
def page(alice: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(alice)
    return client
