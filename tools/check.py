"""./run check: every rule a machine can check, at most two at a time, one line each."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PARALLEL = 2  # the smallest machine that is promised
CODE = ("yuegang", "tests", "tools", "bench")


@dataclass(frozen=True)
class Step:
    """One check: its command's exit code decides."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Result:
    """How a step ended."""

    step: Step
    good: bool
    seconds: float
    output: str


def module(name: str, *words: str) -> tuple[str, ...]:
    """Return the command that runs a module."""
    return (PYTHON, "-m", name, *words)


LAYERS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
# The longest first: mypy takes as long as all others together.
STEPS = (
    Step("types", module("mypy", "--no-error-summary")),
    Step("style", module("ruff", "check", *CODE, "run")),
    Step("format", module("ruff", "format", "--check", *CODE)),
    Step("sizes", module("tools.check_sizes")),
    Step("layers", (PYTHON, "-c", LAYERS)),
    Step("docstrings", module("tools.check_docstrings")),
    Step("system", module("yuegang", "check", "--fail-level", "WARNING")),
    Step("migrations", module("yuegang", "makemigrations", "--check", "--dry-run")),
    Step("migration names", module("tools.check_migrations")),
    Step("catalogues", module("yuegang.base.catalogues", "check")),
    Step("words", module("pytest", "-q", "-p", "no:cacheprovider", "tests/test_words.py")),
    Step("documents", module("tools.check_docs")),
)


def run(step: Step) -> Result:
    """Run one step and print its line, with its output if it failed."""
    began = time.monotonic()
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "ZONE": "manage", "STATIC_MANIFEST": "0"}
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    result = Result(step, done.returncode == 0, time.monotonic() - began, done.stdout)
    line = f"{'ok ' if result.good else 'BAD'}  {step.name:<16} {result.seconds:6.1f} s"
    print(line if result.good else f"{line}\n{result.output.rstrip()}", flush=True)
    return result


def main(names: Sequence[str]) -> int:
    """Run the named steps, all by default; return 1 if one failed."""
    known = {step.name: step for step in STEPS}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such check: {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    began = time.monotonic()
    steps = [known[name] for name in names] or list(STEPS)
    with ThreadPoolExecutor(PARALLEL) as pool:
        results = list(pool.map(run, steps))
    bad = [result.step.name for result in results if not result.good]
    print(f"check: {len(results) - len(bad)} good, {len(bad)} bad, {time.monotonic() - began:.0f} s {', '.join(bad)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
