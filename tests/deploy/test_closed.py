"""A node that no line joins to others: it has no listener, gives no address, and its demonstration carries parcels."""

import json
from pathlib import Path

from yuegang.deploy import supervisor
from yuegang.deploy.demo.courier import close_off
from yuegang.deploy.node import Home, Node

PORTS = {"office": 8101, "portal": 8102, "exchange": 8103}


def test_a_node_keeps_that_it_is_closed(tmp_path: Path) -> None:
    close_off(Home(tmp_path), ["gd-customs"])
    [found] = Home(tmp_path).nodes()
    assert found.is_closed
    assert json.loads((found.folder / "node.json").read_text(encoding="utf-8"))["is_closed"] is True


def test_a_closed_node_starts_no_listener(tmp_path: Path) -> None:
    named = {
        closed: {program.name for program in supervisor.webs_of(Node(tmp_path, "gd-customs", PORTS, is_closed=closed))}
        for closed in (False, True)
    }
    assert named[False] - named[True] == {"gd-customs exchange"}
