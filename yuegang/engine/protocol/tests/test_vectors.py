import json

import pytest

from .vectors import FOLDER, RUNNERS, Case, outcome_of

FILES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
CASES = [
    pytest.param(kind, case, id=f"{kind}: {case['name']}") for kind, file in FILES.items() for case in file["cases"]
]


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_the_engine_agrees_with_the_vector(kind: str, case: Case) -> None:
    assert outcome_of(kind, case["given"]) == case["expect"]


def test_every_kind_of_vector_has_a_file() -> None:
    assert FILES.keys() == RUNNERS.keys()
    assert all(len(file["cases"]) >= 3 for file in FILES.values())
