"""The frame of every page: the officer, the channel, the counts, the language."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from yuegang.accounts.models import Officer
from yuegang.exchange import access as exchange
from yuegang.exchange.access import ChannelState
from yuegang.office import frame, navigation
from yuegang.parties import access as parties

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def channel_in(state: str, queued: int = 0, since: datetime | None = None) -> ChannelState:
    return ChannelState("hk-customs", queued, since, NOON, state)


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> list[ChannelState]:
    """The channels the exchange would report."""
    states = [channel_in("ok")]
    monkeypatch.setattr(exchange, "channel_states", lambda: states)
    return states


@pytest.mark.usefixtures("channel")
def test_the_foot_names_the_officer_the_unit_and_the_channel(desk: Client) -> None:
    page = desk.get("/styleguide/").content.decode()
    assert "HO Wai-man" in page
    assert "CUS-53/GEN" in page
    assert "Channel open" in page


def test_a_bar_says_that_messages_wait(desk: Client, channel: list[ChannelState]) -> None:
    channel[:] = [channel_in("waiting", 3, NOON)]
    page = desk.get("/settings/").content.decode()
    assert "3 queued." in page
    assert "Work continues" in page


@pytest.mark.parametrize(("state", "words"), [("silent", "is silent."), ("halted", "is halted.")])
def test_silence_and_a_halt_are_different_states(
    desk: Client, channel: list[ChannelState], state: str, words: str
) -> None:
    channel[:] = [channel_in(state)]
    assert words in desk.get("/settings/").content.decode()


@pytest.mark.usefixtures("channel")
def test_counts_are_asked_once_a_moment_and_anew_after_a_change(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def count(item: navigation.Item, officer: object) -> int:
        asked.append(item.key)
        return len(asked)

    monkeypatch.setattr(navigation, "count_of", count)
    desk.get("/settings/")
    first = len(asked)
    desk.get("/settings/")
    assert len(asked) == first
    desk.post("/settings/save/", {"density": "compact"})
    desk.get("/settings/")
    assert len(asked) == 2 * first


def test_a_stranger_sees_no_rail(db: None) -> None:
    page = Client().get("/nowhere/")
    assert page.status_code == 404
    assert 'class="rail"' not in page.content.decode()


@pytest.mark.usefixtures("channel")
def test_the_frame_costs_no_query_while_it_is_remembered(
    desk: Client, alice: Officer, django_assert_max_num_queries: object
) -> None:
    frame.unit_name(alice, "en")
    with django_assert_max_num_queries(0):  # type: ignore[operator]  # the fixture is a callable
        frame.unit_name(alice, "en")
    assert parties.unit_of(alice) is None
