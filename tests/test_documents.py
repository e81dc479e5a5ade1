"""The documents: links lead somewhere, every setting is explained."""

from tools import check_docs


def test_no_link_leads_nowhere() -> None:
    assert list(check_docs.dead_links()) == []


def test_every_setting_read_from_the_environment_is_explained() -> None:
    assert {"DATABASE_URL", "ZONE", "YUEGANG_HOME"} <= check_docs.settings_read()
    assert list(check_docs.undocumented()) == []
