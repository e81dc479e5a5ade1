"""Rows of the release: chains, releases with their decisions, what was looked at, and the two registers."""

from yuegang.exchange.release.models.chains import ChainChange, ReleaseChain
from yuegang.exchange.release.models.checks import ReleaseFinding, ReleaseGround, ReleaseImage, ReleaseView
from yuegang.exchange.release.models.registers import Assessment, KnownPerson
from yuegang.exchange.release.models.releases import Decision, Release, ReleaseDecision, State

__all__ = [
    "Assessment",
    "ChainChange",
    "Decision",
    "KnownPerson",
    "Release",
    "ReleaseChain",
    "ReleaseDecision",
    "ReleaseFinding",
    "ReleaseGround",
    "ReleaseImage",
    "ReleaseView",
    "State",
]
