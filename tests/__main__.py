"""./run test: find the browser, then the unit tests on two cores, then the two real nodes and the browser.

./run test --coverage runs the unit tests alone, slower, and fails below the promised branch coverage.
"""

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

COVERED = (
    ("engine", ["--include=yuegang/engine/*", "--fail-under=100"]),
    ("the rest", ["--omit=yuegang/engine/*", "--fail-under=95"]),
)


def pytest(words: Sequence[str]) -> int:
    """Run pytest and return its exit code."""
    return subprocess.run([sys.executable, "-m", "pytest", *words], check=False).returncode


def coverage() -> int:
    """Run the unit tests with branch coverage; return 0 only if all passed and enough was reached."""
    unit = [option for name, options in SUITES if name == "unit" for option in options]
    codes = [pytest(["-q", *unit, "--cov", "--cov-report="])]
    for name, options in COVERED:
        print(f"test: branch coverage of {name}", flush=True)
        report = [sys.executable, "-m", "coverage", "report", "--skip-covered", *options]
        codes.append(subprocess.run(report, check=False).returncode)
    return 1 if any(codes) else 0


def main(words: Sequence[str]) -> int:
    """Run everything, or what the words say; return 0 only if all passed."""
    try:
        browser = chromium.provide()
    except chromium.NoBrowser as error:
        print(f"test: {error}", file=sys.stderr)
        return 1
    os.environ["CHROMIUM"] = str(browser)
    print(f"test: browser {browser}, {chromium.version(browser)}", flush=True)
    if list(words) == ["--coverage"]:
        return coverage()
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
