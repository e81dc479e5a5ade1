"""Inject every kind of fault in great number and count what was lost, doubled or readable on the way.

First inside one process: hostile wire, clocks, full disk, forked peer, backups of every age, forged bytes. Then two
real nodes whose processes and database are killed (`kill -9`) at random moments.
    python -m bench.faults [--kills 1000] [--seed N] [--only wire|kills]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.storm import run

WIRE = ("tests/faults/test_wire.py", "tests/faults/test_fuzz.py")


def wire() -> tuple[Counter[str], bool]:
    """Run the suite of one process at its full size; return the faults it injected and whether all held."""
    with tempfile.TemporaryDirectory(prefix="yg-faults-") as folder:
        log = Path(folder) / "injected"
        environment = {**os.environ, "FAULTS": "full", "FAULTS_LOG": str(log)}
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", *WIRE]
        good = subprocess.run(command, env=environment, check=False).returncode == 0
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    found: Counter[str] = Counter()
    for line in lines:
        what, _tab, count = line.partition("\t")
        found[what] += int(count)
    return found, good


def show(injected: Counter[str], *, lost: int, duplicated: int, good: bool) -> None:
    """Print what was injected, kind by kind, and what it did."""
    for what, count in sorted(injected.items()):
        print(f"{count:9d}  {what}")
    # a readable byte on the way fails the suite; so does whatever it finds lost or doubled
    told = f"lost {lost}, duplicated {duplicated}, leaked 0" if good else "NOT ALL HELD, see above"
    print(f"faults injected: {injected.total()}; {told}")


def main() -> None:
    """Run, print the figures, and fail if anything was lost, doubled or readable."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--only", choices=["wire", "kills"], default="")
    options = parser.parse_args()
    injected, good = (Counter[str](), True) if options.only == "kills" else wire()
    found: dict[str, object] = {"lost": 0, "duplicated": 0}
    if options.only != "wire":
        found = run(options.kills, options.seed, print)
        injected["kill -9 at random moments"] = int(str(found["faults"]))
        good = good and bool(found["settled"]) and bool(found["clean"])
    show(injected, lost=int(str(found["lost"])), duplicated=int(str(found["duplicated"])), good=good)
    print(json.dumps({"seed": options.seed, "injected": injected, **found}))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
