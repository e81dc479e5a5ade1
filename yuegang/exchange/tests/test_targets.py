"""A date is owed only after both units signed the same terms."""

from datetime import timedelta
from uuid import uuid4

import pytest

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.engine.protocol.gate import accept
from yuegang.exchange import targets
from yuegang.exchange.bodies import unpack
from yuegang.exchange.errors import NotAllowed, Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import OutboxEntry, Target
from yuegang.exchange.tests.parties import make_officer, make_parties
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT, Peer

pytestmark = pytest.mark.django_db


@pytest.fixture
def liaison(peer: Peer) -> Officer:
    """Return a liaison officer of our side, with the two units known here."""
    make_parties()
    return make_officer("lin", "liaison")


def terms(**changes: object) -> targets.Terms:
    """Return terms for leads from our unit to theirs."""
    values: dict[str, object] = {
        "kind": "lead",
        "from_unit": OUR_UNIT,
        "to_unit": PEER_UNIT,
        "acknowledge_days": 1,
        "feedback_days": 10,
        "effective_from": clock.today(),
    }
    return targets.Terms(**{**values, **changes})  # type: ignore[arg-type]  # a table of tests


def answer(target: Target, step: str, **changes: object) -> Received:
    """Return what the other side says about a target."""
    body = {**targets._terms_of(target), "step": step, **changes}
    return Received(
        kind="target",
        item_id=str(target.pk),
        item_ver=2,
        from_unit=PEER_UNIT,
        to_unit=OUR_UNIT,
        sender_node="hk-customs",
        body=body,
        marking="AMBER",
        obligation=None,
        ref="",
        ts=clock.now(),
        seq=1,
    )


def test_a_proposal_alone_obliges_to_nothing(liaison: Officer) -> None:
    targets.propose_target(liaison, terms())
    assert targets.obligation_for("lead", OUR_UNIT, PEER_UNIT) is None


def test_both_signatures_oblige_on_the_answering_units_calendar(liaison: Officer) -> None:
    target = targets.propose_target(liaison, terms())
    targets.TARGET.apply(answer(target, "accept"))
    assert targets.obligation_for("lead", OUR_UNIT, PEER_UNIT) == {
        "target": str(target.pk),
        "acknowledge_days": 1,
        "feedback_days": 10,
        "calendar": "HK",
    }
    assert targets.obligation_for("lead", PEER_UNIT, OUR_UNIT) is None


def test_terms_hold_from_their_day_on_and_the_newest_count(liaison: Officer) -> None:
    first = targets.propose_target(liaison, terms())
    targets.TARGET.apply(answer(first, "accept"))
    later = targets.propose_target(liaison, terms(effective_from=clock.today() + timedelta(days=1), feedback_days=5))
    targets.TARGET.apply(answer(later, "accept"))
    assert (targets.obligation_for("lead", OUR_UNIT, PEER_UNIT) or {})["feedback_days"] == 10


@pytest.mark.parametrize(("step", "state"), [("accept", "agreed"), ("decline", "declined")])
def test_the_other_sides_proposal_is_decided_here_and_told(peer: Peer, liaison: Officer, step: str, state: str) -> None:
    proposal = Target(pk=uuid4(), proposed_by_unit=PEER_UNIT, calendar="HK", **_of(terms()))
    targets.TARGET.apply(answer(proposal, "propose"))
    kept = Target.objects.get()
    decide = targets.accept_target if step == "accept" else targets.decline_target
    assert decide(liaison, kept).state == state
    sent = OutboxEntry.objects.get()
    assert (sent.kind, sent.item_ver, sent.to_unit, sent.enc) == ("target", 2, PEER_UNIT, "hpke")
    with pytest.raises(NotAllowed, match=r"target\.state"):
        decide(liaison, kept)


def _of(given: targets.Terms) -> dict[str, object]:
    return {name: getattr(given, name) for name in type(given).__dataclass_fields__}


def test_nobody_accepts_the_own_proposal(liaison: Officer) -> None:
    with pytest.raises(NotAllowed, match=r"target\.state"):
        targets.accept_target(liaison, targets.propose_target(liaison, terms()))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"from_unit": PEER_UNIT}, "target.units"),
        ({"to_unit": OUR_UNIT}, "target.units"),
        ({"acknowledge_days": 0}, "target.days"),
        ({"feedback_days": 401}, "target.days"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(liaison: Officer, changes: dict[str, object], rule: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        targets.propose_target(liaison, terms(**changes))
    assert refused.value.rule == rule


def test_one_proposal_of_ours_is_open_at_a_time(liaison: Officer) -> None:
    targets.propose_target(liaison, terms())
    with pytest.raises(NotAllowed, match=r"target\.open"):
        targets.propose_target(liaison, terms())


@pytest.mark.parametrize(
    ("step", "changes", "rule"),
    [
        ("accept", {"feedback_days": 30}, "target.terms"),
        ("accept", {"from_unit": "X/Y"}, "target.units"),
        ("propose", {"feedback_days": 0}, "target.days"),
    ],
)
def test_other_terms_than_ours_are_not_accepted(
    liaison: Officer, step: str, changes: dict[str, object], rule: str
) -> None:
    target = targets.propose_target(liaison, terms())
    with pytest.raises(Refused) as refused:
        targets.TARGET.apply(answer(target, step, **changes))
    assert refused.value.rule == rule


def test_an_answer_to_no_proposal_is_refused(liaison: Officer) -> None:
    unknown = Target(pk=uuid4(), calendar="HK", **_of(terms()))
    with pytest.raises(Refused, match=r"target\.unknown"):
        targets.TARGET.apply(answer(unknown, "accept"))


def test_what_is_sent_passes_the_schema_of_the_other_side(peer: Peer, liaison: Officer) -> None:
    target = targets.propose_target(liaison, terms())
    sent = OutboxEntry.objects.get()
    assert sent.body is not None
    opened = unpack(peer.open_row(sent))
    assert accept(targets.SCHEMA, opened.fields) == {"step": "propose", **targets._terms_of(target)}
