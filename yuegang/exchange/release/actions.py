"""Submit, sign, return, withdraw and ratify: every step in one transaction with its audit entry.

The last signature compiles, encrypts into the outbox and tells the item's room, all in its own transaction:
either everything left or nothing did.
"""

from uuid import UUID

from django.db import transaction
from django.urls import reverse

from yuegang.accounts import access as accounts
from yuegang.accounts.models import Officer
from yuegang.audit import actions as audit
from yuegang.base import clock
from yuegang.engine.protocol import gate
from yuegang.exchange.release import chains
from yuegang.exchange.release.access import is_writer
from yuegang.exchange.release.checking import refresh_checks
from yuegang.exchange.release.clearance import Preview, content_of, preview
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.handlers import Releasable, releasable
from yuegang.exchange.release.leaving import send
from yuegang.exchange.release.models import Decision, Release, ReleaseDecision, State
from yuegang.notices.actions import notify
from yuegang.parties import access as parties
from yuegang.parties.calendars import calendar_for
from yuegang.parties.models import Unit

ONLY_THE_AUTHOR_HELPS = ("gate.secret", "gate.class_d", "gate.required", "gate.type")


@transaction.atomic
def submit(kind: str, item_id: UUID, officer: Officer, *, urgent: bool = False) -> Release:
    """Put a draft on the release desk, or a returned one there again; returns the release, waiting.

    Raises ReleaseRefused: release.kind, release.chain, release.unit, release.state, and release.blocked with what only
    the author can mend (class D, a mark of secrecy, a required field missing, a value of the wrong type).
    """
    handler = releasable(kind)
    release = _opened(kind, item_id, handler, officer)
    if release.state not in (State.DRAFTING, State.RETURNED):
        raise ReleaseRefused("release.state", release.state)
    release.author, release.urgent = officer, urgent
    _begin_round(release, handler)
    mine = [one for one in preview(release).refusals if one.rule in ONLY_THE_AUTHOR_HELPS]
    if mine:
        raise ReleaseRefused("release.blocked", mine[0].place, mine)
    _note(release, officer, Decision.SUBMIT)
    _tell_signers(release, "release.waiting")
    return release


@transaction.atomic
def refresh(kind: str, item_id: UUID) -> None:
    """Look at a draft anew after it was saved; signatures given for other content fall away."""
    handler = releasable(kind)
    open_states = (State.DRAFTING, State.RETURNED, State.WAITING)
    release = Release.objects.select_for_update().filter(kind=kind, item_id=item_id, state__in=open_states).first()
    if release is None:
        return
    if release.state == State.WAITING and content_of(release, handler) != release.content:
        _begin_round(release, handler)
        audit.record(release.author, "release.restart", target_of(release), detail={"round": release.round})
        _tell_signers(release, "release.waiting")
    else:
        refresh_checks(release, handler)


@transaction.atomic
def look_again() -> None:
    """Search every draft on the desk anew, after the list of known persons changed."""
    for release in Release.objects.select_for_update().filter(state=State.WAITING):
        refresh_checks(release, releasable(release.kind))


def approve(release: Release, officer: Officer, acting_for: Officer | None = None, *, seen: str = "") -> Release:
    """Sign the present step; the last signature, or the first of an urgent release, sends the item.

    seen: the preview's token the officer had on the screen. Raises ReleaseRefused: release.state, release.four_eyes,
    release.not_yours, release.changed, release.blocked with every reason.
    """
    handler = releasable(release.kind)
    if content_of(release, handler) != release.content:
        refresh(release.kind, release.item_id)  # kept even though the signature is refused
        raise ReleaseRefused("release.changed")
    with transaction.atomic():
        locked = _locked(release, State.WAITING)
        stands_for = _authority(locked, officer, acting_for)
        ready = preview(locked, officer)
        if content_of(locked, handler) != locked.content or seen not in ("", ready.token):
            raise ReleaseRefused("release.changed")
        if not ready.is_clear:
            place = ready.refusals[0].place if ready.refusals else f"picture {ready.unseen[0].number + 1}"
            raise ReleaseRefused("release.blocked", place, ready.refusals)
        _note(locked, officer, Decision.APPROVE, acting_for=stands_for)
        locked.step += 1
        if locked.urgent or locked.step == len(locked.steps):
            _leave(locked, handler, officer, ready)
        else:
            _take_turn(locked)
            _tell_signers(locked, "release.waiting")
        return locked


def _leave(release: Release, handler: Releasable, officer: Officer, ready: Preview) -> None:
    compiled = gate.Compiled(ready.compiled.body, ready.compiled.manifest, ready.compiled.held)
    entry = send(release, handler, compiled, ready.captions)
    is_done = release.step == len(release.steps)
    release.entry, release.released_at = entry, entry.created_at
    release.state = State.RELEASED if is_done else State.RATIFY_DUE
    if not is_done:
        release.ratify_by = calendar_for(release.from_unit).add_working_days(clock.today(), 1)
    _take_turn(release)
    detail = {"kind": release.kind, "version": release.item_ver, "to": release.to_unit, "urgent": release.urgent}
    detail |= {"manifest": release.manifest_digest, "fields": len(compiled.manifest), "held": len(compiled.held)}
    audit.record(officer, "release.release", target_of(release), detail=detail, case=_case(release))
    handler.released(release.item_id, entry, officer)
    notify([release.author], "release.released", url=url_of(release))
    if not is_done:
        _tell_signers(release, "release.ratify")


@transaction.atomic
def ratify(release: Release, officer: Officer, acting_for: Officer | None = None, *, note: str = "") -> Release:
    """Sign one of the steps an urgent release skipped.

    Raises ReleaseRefused: release.state, release.four_eyes, release.not_yours.
    """
    locked = _locked(release, State.RATIFY_DUE)
    stands_for = _authority(locked, officer, acting_for)
    _note(locked, officer, Decision.RATIFY, acting_for=stands_for, note=note)
    locked.step += 1
    if locked.step == len(locked.steps):
        locked.state = State.RELEASED
    _take_turn(locked)
    if locked.state == State.RATIFY_DUE:
        _tell_signers(locked, "release.ratify")
    return locked


@transaction.atomic
def return_to_author(release: Release, officer: Officer, note: str) -> Release:
    """Give a draft back with the reason; the author may write and submit it again.

    Raises ReleaseRefused: release.state, release.four_eyes, release.not_yours, release.note.
    """
    if not note.strip():
        raise ReleaseRefused("release.note")
    locked = _locked(release, State.WAITING)
    stands_for = _authority(locked, officer, None)
    _note(locked, officer, Decision.RETURN, acting_for=stands_for, note=note.strip())
    _back(locked, officer, State.RETURNED)
    notify([locked.author], "release.returned", url=url_of(locked))
    return locked


@transaction.atomic
def withdraw(release: Release, officer: Officer) -> Release:
    """Take one's own draft back from the desk. Raises ReleaseRefused: release.state, release.not_yours."""
    if officer.pk != release.author_id:
        raise ReleaseRefused("release.not_yours")
    locked = _locked(release, State.WAITING)
    _note(locked, officer, Decision.WITHDRAW)
    _back(locked, officer, State.DRAFTING)
    return locked


@transaction.atomic
def tell_overdue() -> int:
    """Tell those who should have ratified by now, and the author, once a day; returns how many releases are overdue."""
    today = clock.today()
    overdue = Release.objects.select_for_update().filter(state=State.RATIFY_DUE, ratify_by__lt=today)
    for release in overdue:
        if release.ratify_noticed_on != today:
            release.ratify_noticed_on = today
            release.save(update_fields=["ratify_noticed_on"])
            audit.record("release", "release.ratify_overdue", target_of(release))
            _tell_signers(release, "release.ratify")
            notify([release.author], "release.ratify", url=url_of(release))
    return len(overdue)


def url_of(release: Release) -> str:
    """Return the page of a release."""
    return reverse("release:item", args=[release.pk])


def target_of(release: Release) -> str:
    """Return how the audit names a release."""
    return f"exchange.release:{release.pk}"


def _opened(kind: str, item_id: UUID, handler: Releasable, officer: Officer) -> Release:
    draft = handler.draft(item_id)
    units = {officer.unit_code, *(grant.unit_code for grant in officer.grants_now)}
    if draft.from_unit not in units:
        raise ReleaseRefused("release.unit", draft.from_unit)
    found = Release.objects.select_for_update().filter(kind=kind, item_id=item_id, item_ver=draft.item_ver).first()
    return found or Release(kind=kind, item_id=item_id, item_ver=draft.item_ver)


def _begin_round(release: Release, handler: Releasable) -> None:
    """Take the draft as it is now: its address, chain, pictures and findings; no signature stands yet."""
    draft = handler.draft(release.item_id)
    release.from_unit, release.to_unit, release.to_node = draft.from_unit, draft.to_unit, _node_of(draft.to_unit)
    release.marking, release.ref = draft.marking, draft.ref
    release.writers = sorted({str(release.author.pk), *map(str, draft.authors)})
    steps = chains.steps_for(release.kind, draft.from_unit, draft.to_unit)
    release.steps = [{"role": step.role, "unit_code": step.unit_code} for step in steps]
    release.state, release.step, release.round = State.WAITING, 0, release.round + 1
    release.content = content_of(release, handler)
    _take_turn(release)
    refresh_checks(release, handler)


def _node_of(unit_code: str) -> str:
    try:
        node = parties.unit(unit_code).node
    except Unit.DoesNotExist as error:
        raise ReleaseRefused("release.unit", unit_code) from error
    if node is None or node.is_self:
        raise ReleaseRefused("release.unit", unit_code)
    return str(node.code)


def _take_turn(release: Release) -> None:
    """Save a release with the step whose turn it is."""
    is_open = release.state in (State.WAITING, State.RATIFY_DUE)
    step = release.steps[release.step] if is_open else {"role": "", "unit_code": ""}
    release.step_role, release.step_unit = step["role"], step["unit_code"]
    release.step_since = clock.now()
    release.save()


def _back(release: Release, officer: Officer, state: State) -> None:
    release.state, release.step = state, 0
    _take_turn(release)
    releasable(release.kind).returned(release.item_id, officer)


def _locked(release: Release, state: State) -> Release:
    locked = Release.objects.select_for_update(of=("self",)).select_related("author", "assessment").get(pk=release.pk)
    if locked.state != state:
        raise ReleaseRefused("release.state", locked.state)
    return locked


def _authority(release: Release, officer: Officer, acting_for: Officer | None) -> Officer | None:
    """Return for whom the officer signs (None: in person); raises ReleaseRefused if he or she may not."""
    if is_writer(release, officer.pk):
        raise ReleaseRefused("release.four_eyes")
    by = accounts.authority(officer, release.step_role, release.step_unit)
    if by is None or (acting_for is not None and by.acting_for != acting_for):
        raise ReleaseRefused("release.not_yours")
    if by.acting_for is not None and is_writer(release, by.acting_for.pk):
        raise ReleaseRefused("release.four_eyes")
    signers = {by.officer.pk, by.acting_for.pk if by.acting_for else by.officer.pk}
    given = release.decisions.filter(round=release.round, decision__in=(Decision.APPROVE, Decision.RATIFY))
    if any(signers & {decision.officer_id, decision.acting_for_id} for decision in given):
        raise ReleaseRefused("release.four_eyes")
    return by.acting_for


def _note(
    release: Release, officer: Officer, decision: Decision, *, acting_for: Officer | None = None, note: str = ""
) -> None:
    """Keep a decision and its audit entry."""
    ReleaseDecision.objects.create(
        release=release,
        round=release.round,
        step=release.step,
        officer=officer,
        author=release.author,
        acting_for=acting_for,
        decision=decision,
        note=note[:500],
    )
    detail: dict[str, object] = {"step": release.step, "round": release.round}
    if acting_for is not None:
        detail["acting_for"] = str(acting_for.pk)
    audit.record(officer, f"release.{decision.value}", target_of(release), detail=detail, case=_case(release))


def _case(release: Release) -> str:
    return f"{release.kind}:{release.item_id}"


def _tell_signers(release: Release, kind: str) -> None:
    signers = accounts.signers_for(release.step_role, release.step_unit)
    notify([one for one in signers if not is_writer(release, one.pk)], kind, url=url_of(release))
