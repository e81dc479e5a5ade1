"""Parse and compare addresses of both sides."""

from yuegang.engine.matching.addresses.address import Address, parse
from yuegang.engine.matching.addresses.comparison import FieldEvidence, compare

__all__ = ["Address", "FieldEvidence", "compare", "parse"]
