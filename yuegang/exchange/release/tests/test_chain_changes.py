"""Who signs is changed by two persons, and never so that a unit is left without anybody to sign."""

import pytest
from django.db import IntegrityError

from yuegang.accounts.models import Officer
from yuegang.audit.models import AuditEntry
from yuegang.exchange.release import chain_changes
from yuegang.exchange.release.chain_changes import Pair
from yuegang.exchange.release.chains import Step, load_chains, steps_for
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.models import ChainChange, ReleaseChain
from yuegang.exchange.release.tests.conftest import LIAISON, People, officer
from yuegang.exchange.release.tests.papers import FROM, TO
from yuegang.exchange.release.tests.test_pages import SignIn, page, post, sign_in

__all__ = ["sign_in"]  # the fixture
SHORT = [Step("liaison", LIAISON)]
LEADS = Pair("lead", FROM)


def refused(rule: str) -> pytest.RaisesExc[ReleaseRefused]:
    return pytest.raises(ReleaseRefused, match=rf"^{rule}")


@pytest.fixture
def first(people: People) -> Officer:
    return officer("first", LIAISON, "administrator")


@pytest.fixture
def second(people: People) -> Officer:
    return officer("second", LIAISON, "agency_coordinator")


def test_a_change_counts_once_another_person_has_agreed(first: Officer, second: Officer) -> None:
    change = chain_changes.propose(first, LEADS, SHORT)
    assert len(steps_for("lead", FROM, TO)) == 2
    with refused("chain.four_eyes"):
        chain_changes.put_in_force(first, change.pk)
    chain_changes.put_in_force(second, change.pk)
    assert steps_for("lead", FROM, TO) == tuple(SHORT)
    assert len(steps_for("feedback", FROM, TO)) == 2
    verbs = AuditEntry.objects.filter(target__startswith="exchange.release_chain:").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["release_chain.propose", "release_chain.change"]


def test_a_more_exact_chain_can_be_taken_out_and_the_last_one_cannot(first: Officer, second: Officer) -> None:
    chain_changes.put_in_force(second, chain_changes.propose(first, LEADS, SHORT).pk)
    chain_changes.put_in_force(first, chain_changes.propose(second, LEADS, []).pk)
    assert len(steps_for("lead", FROM, TO)) == 2
    for pair in (Pair("*", FROM), LEADS):
        with refused("chain.last"):
            chain_changes.propose(first, pair, [])


@pytest.mark.parametrize(
    ("rule", "pair", "steps"),
    [
        ("chain.unit", Pair("*", TO), SHORT),
        ("chain.twice", LEADS, SHORT * 2),
        ("chain.steps", LEADS, SHORT * 5),
        ("chain.role", LEADS, [Step("auditor", LIAISON)]),
        ("chain.role", LEADS, [Step("signer", TO)]),
        ("chain.nobody", LEADS, [Step("liaison", FROM)]),
    ],
)
def test_a_chain_nobody_could_walk_is_refused(first: Officer, rule: str, pair: Pair, steps: list[Step]) -> None:
    with refused(rule):
        chain_changes.propose(first, pair, steps)
    assert not ChainChange.objects.exists()


def test_a_chain_whose_signer_left_meanwhile_is_not_put_in_force(
    first: Officer, second: Officer, people: People
) -> None:
    change = chain_changes.propose(first, LEADS, SHORT)
    people.liaison.is_active = False
    people.liaison.save()
    with refused("chain.nobody"):
        chain_changes.put_in_force(second, change.pk)


def test_a_change_is_decided_once_and_only_by_these_roles(first: Officer, second: Officer, people: People) -> None:
    change = chain_changes.propose(first, LEADS, SHORT)
    with refused("chain.waiting"):
        chain_changes.propose(second, LEADS, SHORT)
    with refused("chain.not_yours"):
        chain_changes.put_in_force(people.head, change.pk)
    chain_changes.drop(first, change.pk)
    with refused("chain.state"):
        chain_changes.put_in_force(second, change.pk)


def test_the_database_wants_two_persons_too(first: Officer) -> None:
    change = chain_changes.propose(first, LEADS, SHORT)
    with pytest.raises(IntegrityError, match="chain_change_four_eyes"):
        ChainChange.objects.filter(pk=change.pk).update(
            state="in_force", decided_by=first, decided_at=change.proposed_at
        )


def test_the_next_upgrade_keeps_what_the_node_changed(first: Officer, second: Officer) -> None:
    base = Pair("*", FROM)
    chain_changes.put_in_force(second, chain_changes.propose(first, base, SHORT).pk)
    load_chains()
    assert steps_for("lead", FROM, TO) == tuple(SHORT)
    assert ReleaseChain.objects.filter(from_unit=FROM).count() == 1


def test_two_persons_change_a_chain_on_its_page(
    sign_in: SignIn, first: Officer, second: Officer, people: People
) -> None:
    asked = {"from_unit": FROM, "kind": "lead", "to_unit": "*"}
    proposer, other = sign_in(first), sign_in(second)
    assert "Choose who signs first" in post(proposer, "/release/chains/", **asked)
    assert "without it nothing could leave" in post(proposer, "/release/chains/", **asked, remove="on")
    shown = post(proposer, "/release/chains/", **asked, step_1=f"liaison@{LIAISON}")
    change = ChainChange.objects.get()
    assert "Waits for a second person" in shown and f"/release/chains/{change.pk}/force/" not in shown
    assert "than the one who proposed it" in post(proposer, f"/release/chains/{change.pk}/force/")
    assert "The chain is in force" in post(other, f"/release/chains/{change.pk}/force/")
    assert other.post("/release/chains/999/drop/").status_code == 404
    assert other.post(f"/release/chains/{change.pk}/burn/").status_code == 404
    page(sign_in(people.head), "/release/chains/", 404)
