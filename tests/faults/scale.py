"""How much is tried: little in the suite, much in `./run bench faults`, which sums up what each test injected."""

import os
from pathlib import Path

IS_FULL = os.environ.get("FAULTS") == "full"


def times(small: int, full: int) -> int:
    """Return how often something is tried."""
    return full if IS_FULL else small


def injected(what: str, count: int) -> None:
    """Note how many faults a test injected, for the sum of the full run."""
    log = os.environ.get("FAULTS_LOG")
    if log:
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(f"{what}\t{count}\n")
