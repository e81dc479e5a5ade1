"""Statements: both nodes count the same, and a difference is named item by item."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.protocol.obligation import ObligationState, Stage
from yuegang.engine.protocol.statement import Count, Line, counts, differences, digest_of

LINES = st.builds(
    Line,
    st.sampled_from(["lead", "request"]),
    st.uuids().map(str),
    st.sampled_from(["CUS-53/GEN", "CUS-51/GEN"]),
    st.just("HK-CED/IPIB"),
    st.sampled_from([stage.value for stage in Stage]),
    st.booleans(),
)


@given(
    st.lists(LINES, unique_by=lambda line: line.item_id).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(rows))
    )
)
def test_the_order_of_lines_does_not_matter(rows: tuple[list[Line], list[Line]]) -> None:
    ours, theirs = rows
    assert digest_of(ours) == digest_of(theirs)
    assert counts(ours) == counts(theirs)
    assert differences(ours, theirs) == ()


@given(st.lists(LINES, min_size=1, unique_by=lambda line: line.item_id))
def test_one_item_less_changes_the_digest_and_is_named(rows: list[Line]) -> None:
    assert digest_of(rows) != digest_of(rows[1:])
    [found] = differences(rows, rows[1:])
    assert (found.item_id, found.theirs) == (rows[0].item_id, None)


@given(LINES)
def test_a_line_is_read_back_as_it_was_written(line: Line) -> None:
    assert Line.parse(line.text()) == line


@pytest.mark.parametrize("text", ["", "lead\tx", "lead\ta\tb\tc\td\t2"])
def test_a_line_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        Line.parse(text)


def test_late_items_are_among_the_open_ones() -> None:
    item = ("lead", "1", "CUS-53/GEN", "HK-CED/IPIB")
    state = ObligationState(stage=Stage.PENDING, acknowledge_by=None, feedback_by=None, overdue=True)
    other = ObligationState(stage=Stage.FULFILLED, acknowledge_by=None, feedback_by=None, overdue=False)
    lines = [Line.of(item, state), Line.of(("lead", "2", *item[2:]), other)]
    assert counts(lines) == (Count("lead", "CUS-53/GEN", "HK-CED/IPIB", open=1, done=1, late=1),)
