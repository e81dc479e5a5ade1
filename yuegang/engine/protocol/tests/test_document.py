import re

import pytest

from .vectors import ROOT, RUNNERS

PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
ENGINE = ROOT / "yuegang" / "engine" / "protocol"
RULE = re.compile(
    r'"((?:canonical|stamp|suite|entry|roster|tree|head|segment|batch|receipt|gate|accept|obligation|grant)\.[a-z_]+)"'
)


def rules_of_the_engine() -> set[str]:
    return {rule for path in ENGINE.glob("*.py") for rule in RULE.findall(path.read_text(encoding="utf-8"))}


def test_every_rule_of_the_engine_is_in_the_table() -> None:
    table = PAGE.split("## 15 Rules")[1].split("## 16")[0]
    documented = set(re.findall(r"`([a-z_]+\.[a-z_0-9]+)`", table))
    assert len(rules_of_the_engine()) > 60
    assert sorted(rules_of_the_engine() - documented) == []


@pytest.mark.parametrize("kind", RUNNERS)
def test_every_file_of_vectors_is_described(kind: str) -> None:
    assert f"`{kind}`" in PAGE.split("## 16 Vectors")[1]


def test_every_named_test_exists() -> None:
    files = [path for room in ("yuegang", "tests") for path in (ROOT / room).rglob("test_*.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    named = re.findall(r"`(test_[a-z_]+)`", PAGE)
    assert len(named) > 10
    assert [name for name in named if f"def {name}(" not in source] == []
