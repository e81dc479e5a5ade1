"""The only door to releases: the author, those who sign, those who signed, and the auditor."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from yuegang.accounts import access as accounts
from yuegang.accounts.models import Officer
from yuegang.accounts.roles import Role
from yuegang.exchange.release.models import (
    Assessment,
    KnownPerson,
    Release,
    ReleaseFinding,
    ReleaseImage,
    State,
)

OWN_SHOWN = 50  # the newest of one's own on the desk
PERSONS_READERS = (Role.DATA_PROTECTION, Role.SIGNER, Role.LIAISON)
ASSESSMENT_READERS = (Role.DATA_PROTECTION, Role.SIGNER, Role.LIAISON, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Desk:
    """Hold what lies on an officer's release desk."""

    waiting: list[Release]
    ratify: list[Release]
    own: list[Release]

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies there at all."""
        return not (self.waiting or self.ratify or self.own)


def desk(officer: Officer) -> Desk:
    """Return what waits for an officer's signature, what he or she must ratify, and what he or she sent in."""
    turn = list(_of_turn(officer).order_by("-urgent", "step_since"))
    own = Release.objects.filter(author=officer).order_by("-created_at")[:OWN_SHOWN]
    return Desk(
        waiting=[release for release in turn if release.state == State.WAITING],
        ratify=[release for release in turn if release.state == State.RATIFY_DUE],
        own=list(own),
    )


def nav_count(officer: Officer) -> int | None:
    """Return how many releases wait for an officer, for the rail."""
    return _of_turn(officer).count() or None


def release_for(officer: Officer, pk: UUID) -> Release:
    """Return a release the officer may see; raises Release.DoesNotExist."""
    return _visible(officer).select_related("author", "assessment", "entry").get(pk=pk)


def image_for(officer: Officer, release_pk: UUID, pk: UUID) -> ReleaseImage:
    """Return a picture of a release the officer may see; raises ReleaseImage.DoesNotExist."""
    visible = _visible(officer).filter(pk=release_pk)
    return ReleaseImage.objects.select_related("release", "source", "burnt").get(pk=pk, release__in=visible)


def finding_for(officer: Officer, release_pk: UUID, pk: UUID) -> ReleaseFinding:
    """Return a finding of a release the officer may see; raises ReleaseFinding.DoesNotExist."""
    visible = _visible(officer).filter(pk=release_pk)
    return ReleaseFinding.objects.select_related("release").get(pk=pk, release__in=visible)


def of_item(kind: str, item_id: UUID) -> Release | None:
    """Return the newest release of an item whose page the caller has already opened, or None."""
    return Release.objects.filter(kind=kind, item_id=item_id).order_by("-item_ver").first()


def may_sign(release: Release, officer: Officer) -> bool:
    """Return whether it is this officer's turn, by an own role or for somebody else; never for a writer."""
    if release.state not in (State.WAITING, State.RATIFY_DUE) or is_writer(release, officer.pk):
        return False
    by = accounts.authority(officer, release.step_role, release.step_unit)
    return by is not None and (by.acting_for is None or not is_writer(release, by.acting_for.pk))


def is_writer(release: Release, officer_id: UUID) -> bool:
    """Return whether an officer wrote or submitted the draft, and therefore never signs it."""
    return officer_id == release.author_id or str(officer_id) in release.writers


def may_work_on(release: Release, officer: Officer) -> bool:
    """Return whether an officer may change how a release is cleared: whose turn it is; writers before a signature.

    A writer who could uncover a picture after the first signature would make that signature worthless.
    """
    if is_writer(release, officer.pk):
        return not release.has_left and release.step == 0
    return may_sign(release, officer)


def may_read_persons(officer: Officer) -> bool:
    """Return whether an officer may open the list of known persons."""
    return not officer.roles.isdisjoint(PERSONS_READERS)


def may_read_assessments(officer: Officer) -> bool:
    """Return whether an officer may open the register of assessments."""
    return not officer.roles.isdisjoint(ASSESSMENT_READERS)


def persons() -> QuerySet[KnownPerson]:
    """Return the list of known persons."""
    return KnownPerson.objects.select_related("added_by")


def assessments() -> QuerySet[Assessment]:
    """Return the register of assessments."""
    return Assessment.objects.select_related("entered_by")


def assessments_covering(release: Release) -> list[Assessment]:
    """Return the assessments that hold now for this kind and recipient."""
    found = assessments().filter(scope=release.kind, recipient_node=release.to_node, withdrawn_at=None)
    return [assessment for assessment in found if assessment.is_valid]


def _authorities(officer: Officer) -> Iterator[tuple[str, str]]:
    """Yield the roles in units an officer may act by, own ones and those of whom he or she stands in for."""
    for grant in officer.grants_now:
        yield grant.role, grant.unit_code
    for entry in accounts.acting_now(officer):
        for grant in entry.stands_for.grants_now:
            if grant.unit_code == entry.unit_code:
                yield grant.role, grant.unit_code


def _of_turn(officer: Officer) -> QuerySet[Release]:
    turn = Q(pk=None)
    for role, unit_code in set(_authorities(officer)):
        turn |= Q(step_role=role, step_unit=unit_code)
    open_states = (State.WAITING, State.RATIFY_DUE)
    mine = Q(author=officer) | Q(writers__contains=[str(officer.pk)])
    return Release.objects.filter(turn, state__in=open_states).exclude(mine)


def _visible(officer: Officer) -> QuerySet[Release]:
    if Role.AUDITOR in officer.roles:
        return Release.objects.all()
    seen = Q(author=officer) | Q(writers__contains=[str(officer.pk)]) | Q(decisions__officer=officer)
    for role, unit_code in set(_authorities(officer)):
        if role != Role.OFFICER:
            seen |= Q(steps__contains=[{"role": role, "unit_code": unit_code}])
    return Release.objects.filter(pk__in=Release.objects.filter(seen).values("pk"))
