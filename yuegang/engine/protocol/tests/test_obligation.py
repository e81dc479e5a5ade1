from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.calendars import read_calendars
from yuegang.engine.calendars.tests.test_calendar import CN, HK, MO
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.obligation import Event, ObligationState, Progress, Stage, Step, Target, progress, state
from yuegang.engine.protocol.reminding import LADDER, reached

RELEASED = datetime(2018, 2, 12, 1, 0, tzinfo=UTC)
TARGET = Target(acknowledge_days=3, feedback_days=10, calendar="HK")

seconds = st.integers(0, 8 * 365 * 86_400)
times = seconds.map(lambda count: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(seconds=count))
days = times.map(lambda time: time.date())
events = st.lists(st.builds(Event, st.sampled_from(Step), times, st.none() | days), max_size=12)
targets = st.builds(Target, st.integers(0, 30), st.integers(0, 200), st.just("HK"))
places = st.sampled_from([CN, HK, MO])


def at(day: date, item: Progress | None = None, target: Target | None = TARGET) -> ObligationState:
    known = Progress(released_at=RELEASED) if item is None else item
    return state(known, target, HK, datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def test_dates_run_on_the_calendar_of_the_obligated_unit() -> None:
    now = datetime(2018, 2, 12, 4, tzinfo=UTC)
    item = Progress(released_at=RELEASED)
    assert state(item, TARGET, HK, now).acknowledge_by == date(2018, 2, 15)
    assert state(item, TARGET, CN, now).acknowledge_by == date(2018, 2, 22)


def test_a_late_evening_release_counts_from_the_civil_day_of_both_sides() -> None:
    item = Progress(released_at=datetime(2018, 2, 11, 16, 30, tzinfo=UTC))  # 00:30 on the 12th at +08:00
    assert state(item, TARGET, HK, RELEASED).acknowledge_by == date(2018, 2, 15)


@pytest.mark.parametrize(
    ("day", "left", "overdue"),
    [
        (date(2018, 2, 12), 3, False),
        (date(2018, 2, 15), 0, False),
        (date(2018, 2, 16), 0, True),
        (date(2018, 2, 20), -1, True),
    ],
)
def test_an_unacknowledged_item_counts_down_to_its_first_date(day: date, left: int, overdue: bool) -> None:
    found = at(day)
    assert (found.stage, found.working_days_left, found.overdue, found.late) == (
        Stage.PENDING,
        left,
        overdue,
        overdue,
    )


def test_an_acknowledged_item_counts_down_to_its_feedback_date() -> None:
    found = at(date(2018, 2, 20), Progress(released_at=RELEASED, acknowledged_at=RELEASED))
    assert (found.stage, found.feedback_by) == (Stage.ACKNOWLEDGED, date(2018, 2, 28))
    assert (found.working_days_left, found.overdue, found.late) == (6, False, False)


def test_an_answered_item_owes_nothing_and_remembers_being_late() -> None:
    answered = datetime(2018, 3, 1, 2, tzinfo=UTC)
    found = at(date(2018, 6, 1), Progress(released_at=RELEASED, answered_at=answered))
    assert (found.stage, found.working_days_left, found.overdue, found.late) == (Stage.FULFILLED, None, False, True)
    known = Progress(released_at=RELEASED, acknowledged_at=RELEASED, answered_at=RELEASED + timedelta(days=2))
    assert not at(date(2018, 6, 1), known).late


def test_a_refusal_closes_the_item_and_an_answer_outranks_it() -> None:
    refused = Progress(released_at=RELEASED, refused_at=RELEASED)
    found = at(date(2018, 6, 1), refused)
    assert (found.stage, found.overdue, found.late) == (Stage.REFUSED, False, False)
    both = Progress(released_at=RELEASED, refused_at=RELEASED, answered_at=RELEASED)
    assert at(date(2018, 6, 1), both).stage is Stage.FULFILLED


def test_a_target_for_feedback_alone_has_no_acknowledgement_date() -> None:
    found = at(date(2018, 2, 12), target=Target(0, 2, "HK"))
    assert (found.acknowledge_by, found.feedback_by, found.uncovered) == (None, date(2018, 2, 14), False)
    silent = at(date(2019, 2, 12), Progress(released_at=RELEASED, acknowledged_at=RELEASED), Target(2, 0, "HK"))
    assert (silent.working_days_left, silent.overdue) == (None, False)


def test_a_date_beyond_the_calendar_is_not_guessed() -> None:
    short = read_calendars([{"place": "HK", "date": "2018-02-16", "kind": "holiday", "name_en": "", "confidence": ""}])
    item = Progress(released_at=datetime(2018, 12, 27, 2, tzinfo=UTC))
    found = state(item, Target(1, 40, "HK"), short["HK"], datetime(2018, 12, 27, 3, tzinfo=UTC))
    assert (found.acknowledge_by, found.feedback_by, found.uncovered) == (date(2018, 12, 28), None, True)
    later = state(item, Target(1, 40, "HK"), short["HK"], datetime(2019, 1, 5, 3, tzinfo=UTC))
    assert (later.overdue, later.working_days_left) == (True, None)


@given(events, times)
def test_without_a_target_the_stage_is_known_and_nothing_is_ever_overdue(log: list[Event], now: datetime) -> None:
    found = state(progress(log), None, None, now)
    assert found == ObligationState(stage=found.stage)


@given(events, targets, places, times, st.randoms(use_true_random=False))
def test_both_nodes_compute_the_same_state(log, target, calendar, now, chance) -> None:  # type: ignore[no-untyped-def]  # strategies name the types
    there = [Event(event.step, event.at.astimezone(timezone(timedelta(hours=8)))) for event in log]
    chance.shuffle(there)
    there += there[:3]  # a repeated delivery changes nothing
    here = state(progress(log), target, calendar, now)
    assert state(progress(there), target, calendar, now.astimezone(timezone(timedelta(hours=-5)))) == here


@given(events, targets, places, times, st.integers(0, 400))
def test_lateness_never_heals_as_time_goes_on(log, target, calendar, now, days) -> None:  # type: ignore[no-untyped-def]  # strategies name the types
    item = progress(log)
    before = state(item, target, calendar, now)
    after = state(item, target, calendar, now + timedelta(days=days))
    assert after.late or not before.late
    assert after.late or not after.overdue
    assert (after.acknowledge_by, after.feedback_by) == (before.acknowledge_by, before.feedback_by)


def test_an_extension_gives_a_date_where_the_calendar_ends() -> None:
    item = Progress(released_at=RELEASED, extended_to=date(2018, 3, 9))
    assert at(date(2018, 3, 1), item, Target(1, 9000, "HK")).feedback_by == date(2018, 3, 9)
    assert at(date(2018, 3, 1), item, Target(1, 0, "HK")).feedback_by is None


@given(events, targets, places, times, days)
def test_an_extension_never_makes_anything_late(log, target, calendar, now, until) -> None:  # type: ignore[no-untyped-def]  # strategies name the types
    item = progress(event for event in log if event.step is not Step.EXTENDED)
    before = state(item, target, calendar, now)
    after = state(replace(item, extended_to=until), target, calendar, now)
    assert before.late or not after.late
    assert after.stage is before.stage


@given(events, targets, places, times)
def test_a_waived_item_is_never_overdue(log, target, calendar, now) -> None:  # type: ignore[no-untyped-def]  # strategies name the types
    item = progress([*log, Event(Step.WAIVED, RELEASED)])
    assert not state(item, target, calendar, now).overdue


@given(days, st.integers(0, 60))
def test_reminders_only_ever_climb(due: date, later: int) -> None:
    codes = [None, *(step.code for step in LADDER)]
    steps = [reached(due, due + timedelta(days=offset)) for offset in range(-10, later)]
    places_reached = [codes.index(None if step is None else step.code) for step in steps]
    assert places_reached == sorted(places_reached)


def test_it_refuses_a_time_without_zone_and_a_target_without_calendar() -> None:
    item = Progress(released_at=RELEASED)
    with pytest.raises(ProtocolError) as naive:
        state(item, TARGET, HK, datetime(2018, 2, 12))  # noqa: DTZ001  # the fault under test
    assert naive.value.rule == "obligation.naive"
    with pytest.raises(ProtocolError) as missing:
        state(item, TARGET, None, RELEASED)
    assert (missing.value.rule, missing.value.place) == ("obligation.calendar", "HK")
