"""Fixtures of the tests of the whole: two real nodes, a real browser."""

from tests.nodes import chromium_browser, nodes

__all__ = ["chromium_browser", "nodes"]
