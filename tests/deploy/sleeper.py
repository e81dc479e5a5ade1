"""Write that it lives, then sleep until it is told to end: python -m tests.deploy.sleeper FILE."""

import os
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    with Path(sys.argv[1]).open("a") as file:
        file.write(f"{os.getpid()}\n")
    while True:
        time.sleep(0.1)
