"""The coded lists: loaded once, changed when the file changes, with the words of each side."""

import pytest

from yuegang.enforcement import facts
from yuegang.enforcement.models import Destination, GoodsCategory
from yuegang.parties.loading import LoadReport

LOADERS = (facts.load_goods, facts.load_chapters, facts.load_modus_operandi, facts.load_destinations)


def load() -> list[LoadReport]:
    """Load every list."""
    return [loader() for loader in LOADERS]


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_refuses_no_line() -> None:
    first, second = load(), load()
    assert [report.refused for report in first] == [[], [], [], []]
    assert all(report.new > 30 for report in first)
    assert [(report.new, report.changed) for report in second] == [(0, 0)] * 4


@pytest.mark.django_db
def test_the_places_bear_the_reviewed_names() -> None:
    facts.load_destinations()
    names = {code: Destination.objects.get(pk=code) for code in ("HK", "MO", "TW", "CN")}
    assert [names[code].name("zh-hans") for code in names] == ["中国香港", "中国澳门", "中国台湾", "内地"]
    assert (names["HK"].short("zh-hant"), names["HK"].short("en")) == ("香港特區", "Hong Kong")
    facts.load_goods()
    assert GoodsCategory.objects.get(pk="G06A").name("zh-hant") == "手提電話"
