"""Screen manifests: lines in, hits with score and evidence out, against an index of entries under watch."""

from .index import Index, Part, build
from .limits import Limits, Thresholds, fit
from .schema import ENTRIES, HITS, LINES, EntryKind
from .screen import screen_table

__all__ = [
    "ENTRIES",
    "HITS",
    "LINES",
    "EntryKind",
    "Index",
    "Limits",
    "Part",
    "Thresholds",
    "build",
    "fit",
    "screen_table",
]
