"""Read, check and compare the numbers that parcels, vehicles and firms carry; never those of natural persons."""

from yuegang.engine.matching.identifiers.index import NumberHit, NumberIndex
from yuegang.engine.matching.identifiers.kinds import PersonalNumberError, guess, read
from yuegang.engine.matching.identifiers.near import Nearness, compare
from yuegang.engine.matching.identifiers.reading import Kind, Reading

__all__ = ["Kind", "Nearness", "NumberHit", "NumberIndex", "PersonalNumberError", "Reading", "compare", "guess", "read"]
