"""Say who may see an item: the five markings of TLP 2.0.

Source: FIRST, Traffic Light Protocol (TLP), version 2.0, 2022.
"""

from collections.abc import Iterable
from enum import StrEnum


class Marking(StrEnum):
    """Name a marking as it is written after "TLP:", strictest first."""

    RED = "RED"
    AMBER_STRICT = "AMBER+STRICT"
    AMBER = "AMBER"
    GREEN = "GREEN"
    CLEAR = "CLEAR"


class Audience(StrEnum):
    """Name a circle of readers, narrowest first."""

    RECIPIENT = "recipient"  # the persons the item was given to
    ORGANISATION = "organisation"  # their own organisation
    CLIENTS = "clients"  # those the organisation serves, who need it to protect themselves
    COMMUNITY = "community"  # everyone who takes part in the cooperation
    PUBLIC = "public"


_WIDEST = dict(zip(Marking, Audience, strict=True))


def allows(marking: Marking, audience: Audience) -> bool:
    """Return whether an item with this marking may be shown to this circle of readers."""
    order = list(Audience)
    return order.index(audience) <= order.index(_WIDEST[marking])


def strictest(markings: Iterable[Marking]) -> Marking:
    """Return the marking a collection must carry: that of its most protected part; RED if it is empty."""
    return min(markings, key=list(Marking).index, default=Marking.RED)
