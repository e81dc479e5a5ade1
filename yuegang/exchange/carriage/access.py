"""The only door to parcels."""

from uuid import UUID

from django.db.models import QuerySet

from yuegang.accounts.models import Officer
from yuegang.exchange import access as channels
from yuegang.exchange.carriage.models import Parcel
from yuegang.exchange.models import Channel

CARRIERS = ("liaison",)


def parcels(officer: Officer, channel: Channel) -> QuerySet[Parcel]:
    """Return the parcels of a channel, newest first, for whoever may see the channel."""
    found = Parcel.objects.select_related("channel").filter(channel=channel)
    return found if officer.roles & channels.READERS else found.none()


def parcel(officer: Officer, parcel_id: UUID) -> Parcel:
    """Return one parcel; raises Parcel.DoesNotExist, also when the officer may not see it."""
    found = Parcel.objects.select_related("channel")
    return (found if officer.roles & channels.READERS else found.none()).get(pk=parcel_id)


def may_carry(officer: Officer) -> bool:
    """Say whether an officer may make parcels and take them in."""
    return bool(officer.roles & frozenset(CARRIERS))
