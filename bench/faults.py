"""Kill 200 processes of two exchanging nodes at random moments and compare both logs.

python -m bench.faults [--kills 200] [--seed N]
"""

import argparse
import json
import sys
import time

from tests.faults.storm import run


def main() -> None:
    """Run, print the figures as one line, and fail if anything was lost or doubled."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    options = parser.parse_args()
    found = run(options.kills, options.seed, print)
    print(json.dumps({"seed": options.seed, **found}))
    sys.exit(0 if found["settled"] and found["clean"] else 1)


if __name__ == "__main__":
    main()
