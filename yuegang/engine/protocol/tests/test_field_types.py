"""Which values each type lets stand in a body."""

import pytest

from yuegang.engine.protocol.field_types import TYPES

GOOD: dict[str, list[object]] = {
    "text": ["一", "a\nb"],
    "code": ["CUS-53/LEGAL", "粤Z·0000港"],
    "codes": [["PL-04"]],
    "integer": [0, -3, 2**53 - 1],
    "decimal": ["0", "900000.00", "-1.5"],
    "boolean": [True, False],
    "date": ["2026-11-24"],
    "timestamp": ["2026-11-24T02:00:00.123Z"],
    "uuid": ["0b0e8c1e-7c1a-4f5e-9d8e-0a1b2c3d4e5f"],
    "digest": ["sha256:" + "0" * 64],
    "unit": ["CUS-53/LEGAL"],
}
BAD: dict[str, list[object]] = {
    "text": ["", "\x00", "e\u0301", "x" * 20_001, 1, "\ud800"],
    "code": ["a\nb", "x" * 201, 3],
    "codes": [[], [1], "PL-04", ["x"] * 201],
    "integer": [True, 1.0, 2**53, "1"],
    "decimal": ["1,000", "01", "1e3", 1, "1.00000", "٣"],
    "boolean": [0, "true"],
    "date": ["2026-02-30", "2026-1-1", 20261124],
    "timestamp": ["2026-11-24"],
    "uuid": ["x"],
    "digest": ["x"],
    "unit": [""],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in TYPES for value in GOOD[name]])
def test_it_lets_in(name: str, value: object) -> None:
    assert TYPES[name](value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in TYPES for value in BAD[name]])
def test_it_refuses(name: str, value: object) -> None:
    assert not TYPES[name](value)
