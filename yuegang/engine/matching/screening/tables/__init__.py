"""Read the shipped table of weights: the one place of the screening part that reads a file."""

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table as cells; lines that start with # are comments."""
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))
