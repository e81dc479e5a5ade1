"""Who may see what under each marking."""

import pytest

from yuegang.engine.protocol.marking import Audience, Marking, allows, strictest


@pytest.mark.parametrize(
    ("marking", "widest"),
    [
        ("RED", "recipient"),
        ("AMBER+STRICT", "organisation"),
        ("AMBER", "clients"),
        ("GREEN", "community"),
        ("CLEAR", "public"),
    ],
)
def test_each_marking_reaches_its_circle_and_no_further(marking: str, widest: str) -> None:
    reached = [audience for audience in Audience if allows(Marking(marking), audience)]
    assert reached[-1] == widest
    assert reached == list(Audience)[: len(reached)]


def test_a_collection_carries_its_strictest_marking() -> None:
    assert strictest([Marking.GREEN, Marking.AMBER_STRICT, Marking.CLEAR]) is Marking.AMBER_STRICT
    assert strictest([]) is Marking.RED
