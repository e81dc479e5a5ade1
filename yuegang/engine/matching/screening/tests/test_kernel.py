"""Prove that the compiled kernel does what its Python source says."""

from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from yuegang.engine.matching.screening import (
    arrays,
    build,
    keys,
    names_kernel,
    probe,
    reach,
    screen_table,
    sides,
    store,
    text,
)
from yuegang.engine.matching.screening.index import Index
from yuegang.engine.matching.screening.screen import screen_table as screened

from .samples import WATCH, entries, lines

MODULES: tuple[ModuleType, ...] = (text, names_kernel, keys, store, arrays, sides, reach, probe)
ROWS = (
    {"consignee": "CHAN Taiman", "consignor_address": "Flat 12, 8/F, 55 Hoi Yuen Road", "plate": "粤Z1234港"},
    {"consignor": "陳大文", "consignor_address": "開源道55號8樓12室", "route": "x", "phone": "21234567"},
    {"consignor": "CHOW TAI FOOK TRADING LTD", "consignee": "周大福貿易", "registration": "CR 1234567"},
    {"consignee": "𠮷田 Ünal O'Brien ＡＢ", "container": "ABCU1234567", "goods": "gucci"},
    {"consignee": "潘陳大文", "consignor": "1828(香港)有限公司", "plate": "A123456(3)"},
    {"consignee": "PETER BAKER", "consignor": "Li Guozhang", "declaration": "11010519491231002X"},
)
MORE = (
    {"entry": "latin", "kind": "person", "list": "main", "name": "Peter Baker"},
    {"entry": "pinyin", "kind": "person", "list": "main", "name": "LI Guozhang", "aliases": ["李國章"]},
    {"entry": "four", "kind": "person", "list": "main", "name": "潘陳大文"},
    {"entry": "bare", "kind": "company", "list": "main", "name": "28香港有限公司"},
)


@pytest.fixture
def plain_kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the Python source in the place of every compiled function."""
    for module in MODULES:
        for name, value in list(vars(module).items()):
            if hasattr(value, "py_func"):
                monkeypatch.setattr(module, name, value.py_func)
    monkeypatch.setattr("yuegang.engine.matching.screening.screen.probe", probe.probe_lines)
    with np.errstate(over="ignore"):
        yield


COMPILED = screen_table(lines(*ROWS), Index((build(entries(*WATCH, *MORE)),)))


def test_the_compiled_kernel_equals_its_python_source(plain_kernel: None) -> None:
    part = build(entries(*WATCH, *MORE))
    assert screened(lines(*ROWS), Index((part,))).equals(COMPILED)
    assert COMPILED.num_rows > 5


def test_a_crowded_name_is_scored_only_with_a_second_field(plain_kernel: None) -> None:
    crowd = [{"entry": str(n), "kind": "person", "list": "", "name": "陳大文"} for n in range(arrays.CAP + 1)]
    crowd[7] |= {"route": "Macao", "address": "開源道55號"}
    index = Index((build(entries(*crowd)),))
    alone = screened(lines({"consignee": "陳大文"}, {"consignee": "CHAN Tai Man"}), index)
    together = screened(lines({"consignee": "陳大文", "route": "macao"}), index)
    near = screened(lines({"consignee": "CHAN Tai Man", "consignee_address": "開源道55號"}), index)
    assert alone.num_rows == 0
    assert together["entry"].to_pylist() == near["entry"].to_pylist() == ["7"]
