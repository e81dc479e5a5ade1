"""./run test: find the browser, then the unit tests on two cores, then the two real nodes and the browser."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from tests import chromium

SLOW = "nodes or browser"
SUITES = (
    ("unit", ["-n", "2", "--dist", "loadfile", "-m", f"not ({SLOW})"]),
    ("two nodes and browser", ["-m", SLOW]),
)


def pytest(words: Sequence[str]) -> int:
    """Run pytest and return its exit code."""
    return subprocess.run([sys.executable, "-m", "pytest", *words], check=False).returncode


def main(words: Sequence[str]) -> int:
    """Run everything, or what the words say; return 0 only if all passed."""
    try:
        browser = chromium.provide()
    except chromium.NoBrowser as error:
        print(f"test: {error}", file=sys.stderr)
        return 1
    os.environ["CHROMIUM"] = str(browser)
    print(f"test: browser {browser}, {chromium.version(browser)}", flush=True)
    if words:
        return pytest(words)
    codes: dict[str, int] = {}
    for name, options in SUITES:
        began = time.monotonic()
        print(f"test: {name}", flush=True)
        codes[name] = pytest(["-q", *options])
        print(
            f"test: {name} {'passed' if codes[name] == 0 else 'FAILED'}, {time.monotonic() - began:.0f} s", flush=True
        )
    print(f"test: browser was {chromium.version(browser)}", flush=True)
    return 1 if any(codes.values()) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
