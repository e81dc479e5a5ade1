"""Nothing is lost or doubled, whoever dies whenever."""

import pytest

from tests.faults.storm import run

KILLS = 12  # small here; ./run bench faults kills 200


@pytest.mark.nodes
def test_killing_anything_at_any_moment_loses_nothing_and_doubles_nothing() -> None:
    found = run(KILLS, seed=20261124, say=lambda line: None)
    assert found["settled"], found
    assert found["clean"], found
    assert (found["lost"], found["duplicated"]) == (0, 0)
    assert found["faults"] == KILLS
    assert int(str(found["entries"])) > KILLS
