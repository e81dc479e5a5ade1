"""From the author through every signature to the other side."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from yuegang.accounts.models import ActingFor
from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release import access, actions, chains
from yuegang.exchange.release.chains import Step, load_chains, steps_for
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.models import Decision, Release, ReleaseChain, ReleaseDecision
from yuegang.exchange.release.tests.conftest import LIAISON, People, officer, opened, stand_in
from yuegang.exchange.release.tests.papers import FROM, TO, PaperHandler
from yuegang.exchange.tests.peer import Peer
from yuegang.notices.models import Notice
from yuegang.parties.facts import load_agencies, load_nodes, load_sides, load_units
from yuegang.parties.loading import FactError
from yuegang.parties.models import Unit


def refused(rule: str) -> pytest.RaisesExc[ReleaseRefused]:
    return pytest.raises(ReleaseRefused, match=rf"^{rule}")


@pytest.fixture
def waiting(papers: PaperHandler, people: People) -> Release:
    return actions.submit("paper", papers.write(people.author).id, people.author)


def test_two_signatures_send_the_item_once(waiting: Release, people: People, papers: PaperHandler, peer: Peer) -> None:
    after_first = actions.approve(waiting, people.head)
    assert (after_first.state, after_first.step_unit, OutboxEntry.objects.count()) == ("waiting", LIAISON, 0)
    left = actions.approve(after_first, people.liaison)
    entry = OutboxEntry.objects.get()
    assert (left.state, left.entry, left.step_role) == ("released", entry, "")
    assert papers.left == [entry]
    assert opened(peer, entry).fields == {"goods": "手表三批", "items": 1200}
    assert (entry.from_unit, entry.to_unit, entry.marking, entry.kind) == (FROM, TO, "AMBER", "paper")
    assert left.manifest is not None
    assert left.manifest["fields"] == ["/goods", "/items"]
    assert [one["officer"] for one in left.manifest["signatures"]][1:] == [str(people.head.pk), str(people.liaison.pk)]


def test_every_decision_and_the_manifest_are_in_the_audit(waiting: Release, people: People) -> None:
    actions.approve(waiting, people.head)
    left = actions.approve(waiting, people.liaison)
    entries = AuditEntry.objects.filter(target=actions.target_of(left)).order_by("pk")
    verbs = [entry.verb for entry in entries]
    assert verbs == ["release.submit", "release.approve", "release.approve", "release.release"]
    assert entries[3].detail["manifest"] == left.manifest_digest


def test_each_turn_is_told_to_those_who_sign_and_to_nobody_else(waiting: Release, people: People) -> None:
    actions.approve(waiting, people.head)
    actions.approve(waiting, people.liaison)
    told = list(Notice.objects.order_by("pk").values_list("recipient", "kind"))
    assert told == [
        (people.head.pk, "release.waiting"),
        (people.liaison.pk, "release.waiting"),
        (people.author.pk, "release.released"),
    ]


def test_nobody_signs_his_or_her_own_draft(papers: PaperHandler, people: People) -> None:
    own = actions.submit("paper", papers.write(people.head).id, people.head)
    with refused("release.four_eyes"):
        actions.approve(own, people.head)
    for_colleague = actions.submit("paper", papers.write(people.head).id, people.author)
    with refused("release.four_eyes"):
        actions.approve(for_colleague, people.head)


def test_the_database_knows_the_four_eyes_too(waiting: Release, people: People) -> None:
    values = {"release": waiting, "round": 1, "step": 0, "author": people.author, "decision": Decision.APPROVE}
    for officer_, acting_for in ((people.author, None), (people.deputy, people.author)):
        with pytest.raises(IntegrityError, match="release_four_eyes"), transaction.atomic():
            ReleaseDecision.objects.create(**values, officer=officer_, acting_for=acting_for)
    ReleaseDecision.objects.create(**values, officer=people.head)
    with pytest.raises(IntegrityError, match="release_one_signature_a_step"), transaction.atomic():
        ReleaseDecision.objects.create(**values, officer=people.liaison)
    with pytest.raises(IntegrityError, match="release_one_step_a_person"), transaction.atomic():
        ReleaseDecision.objects.create(**values | {"step": 1}, officer=people.deputy, acting_for=people.head)


def test_decisions_are_only_ever_added(waiting: Release) -> None:
    with pytest.raises(IntegrityError, match=r"release\.decision\.kept"), transaction.atomic():
        ReleaseDecision.objects.update(note="changed")


def test_what_was_released_cannot_be_rewritten(waiting: Release, people: People) -> None:
    actions.approve(waiting, people.head)
    left = actions.approve(waiting, people.liaison)
    with pytest.raises(IntegrityError, match=r"release\.left"), transaction.atomic():
        Release.objects.filter(pk=left.pk).update(manifest={})
    with pytest.raises(IntegrityError, match=r"release\.kept"), transaction.atomic():
        Release.objects.filter(pk=left.pk)._raw_delete("default")


def test_only_whose_turn_it_is_signs(waiting: Release, people: People) -> None:
    for other in (people.liaison, people.stranger, people.deputy):
        with refused("release.not_yours"):
            actions.approve(waiting, other)
    after = actions.approve(waiting, people.head)
    with refused("release.not_yours"):
        actions.approve(after, people.head)


def test_a_stand_in_signs_and_is_named(waiting: Release, people: People) -> None:
    stand_in(people.deputy, people.head, FROM)
    actions.approve(waiting, people.deputy, acting_for=people.head)
    decision = ReleaseDecision.objects.get(decision=Decision.APPROVE)
    assert (decision.officer, decision.acting_for) == (people.deputy, people.head)


def test_a_stand_in_whose_time_is_over_does_not_sign(waiting: Release, people: People) -> None:
    stand_in(people.deputy, people.head, FROM)
    ended = clock.now() - timedelta(minutes=1)
    ActingFor.objects.update(valid_from=ended - timedelta(days=1), valid_to=ended)
    with refused("release.not_yours"):
        actions.approve(waiting, people.deputy)


def test_nobody_stands_in_for_the_author(papers: PaperHandler, people: People) -> None:
    own = actions.submit("paper", papers.write(people.head).id, people.head)
    stand_in(people.deputy, people.head, FROM)
    with refused("release.four_eyes"):
        actions.approve(own, people.deputy)


def test_one_officer_signs_one_step_only(papers: PaperHandler, people: People) -> None:
    both = officer("both", FROM, "signer")
    stand_in(both, people.liaison, LIAISON)
    waiting = actions.submit("paper", papers.write(people.author).id, people.author)
    after = actions.approve(waiting, both)
    with refused("release.four_eyes"):
        actions.approve(after, both)


def test_a_returned_draft_comes_back_and_starts_anew(waiting: Release, people: People, papers: PaperHandler) -> None:
    actions.approve(waiting, people.head)
    with refused("release.note"):
        actions.return_to_author(waiting, people.liaison, " ")
    back = actions.return_to_author(waiting, people.liaison, "请核对件数")
    assert (back.state, back.step_role, papers.back) == ("returned", "", [back.item_id])
    assert Notice.objects.filter(recipient=people.author.pk, kind="release.returned").exists()
    again = actions.submit("paper", waiting.item_id, people.author)
    assert (again.pk, again.state, again.step, again.round) == (waiting.pk, "waiting", 0, 2)
    actions.approve(again, people.head)


def test_the_author_withdraws_and_nobody_else(waiting: Release, people: People, papers: PaperHandler) -> None:
    with refused("release.not_yours"):
        actions.withdraw(waiting, people.head)
    back = actions.withdraw(waiting, people.author)
    assert (back.state, papers.back) == ("drafting", [back.item_id])
    with refused("release.state"):
        actions.approve(back, people.head)


def test_what_left_is_not_submitted_again(waiting: Release, people: People) -> None:
    actions.approve(waiting, people.head)
    left = actions.approve(waiting, people.liaison)
    for step in (actions.withdraw, actions.approve):
        with refused("release.state"):
            step(left, people.author)
    with refused("release.state"):
        actions.submit("paper", left.item_id, people.author)


def test_signatures_for_other_content_fall_away(waiting: Release, people: People, papers: PaperHandler) -> None:
    actions.approve(waiting, people.head)
    papers.papers[waiting.item_id].fields["goods"] = "手表四批"
    with refused("release.changed"):
        actions.approve(waiting, people.liaison)
    waiting.refresh_from_db()
    assert (waiting.step, waiting.round, waiting.step_unit) == (0, 2, FROM)
    with refused("release.changed"):
        actions.approve(waiting, people.head, seen="sha256:what-was-on-the-screen-before")


def test_nothing_leaves_without_a_chain_or_from_a_unit_of_others(papers: PaperHandler, people: People) -> None:
    paper = papers.write(people.author)
    with refused("release.unit"):
        actions.submit("paper", paper.id, people.stranger)
    paper.to_unit = "CUS-52/GEN"
    with refused("release.unit"):
        actions.submit("paper", paper.id, people.author)
    paper.to_unit = TO
    ReleaseChain.objects.all().delete()
    with refused("release.chain"):
        actions.submit("paper", paper.id, people.author)
    with refused("release.kind"):
        actions.submit("gossip", paper.id, people.author)


def test_the_most_exact_chain_counts(people: People) -> None:
    ReleaseChain.objects.create(kind="paper", from_unit=FROM, steps=[{"role": "signer", "unit_code": FROM}])
    assert steps_for("paper", FROM, TO) == (Step("signer", FROM),)
    assert len(steps_for("lead", FROM, TO)) == 2


def test_the_chains_of_the_fact_file_load_once(db: None) -> None:
    for load in (load_sides, load_nodes, load_agencies, load_units):
        load()
    first, second = load_chains(), load_chains()
    assert (first.refused, second.new, second.same) == ([], 0, first.new)
    assert set(Unit.objects.values_list("pk", flat=True)) == set(
        ReleaseChain.objects.values_list("from_unit", flat=True)
    )
    assert steps_for("lead", "HK-CED/IPIB", FROM) == (Step("signer", "HK-CED/IPIB"),)


@pytest.mark.parametrize("steps", ["boss@CUS-53/GEN", "signer@NOWHERE/X", ""])
def test_a_chain_of_unknown_roles_or_units_is_refused(people: People, steps: str) -> None:
    with pytest.raises(FactError):
        chains._read({"kind": "*", "from_unit": FROM, "to_unit": "*", "steps": steps})


def test_a_chain_has_one_to_four_steps(people: People) -> None:
    step = {"role": "signer", "unit_code": FROM}
    for steps in ([], [step] * 5):
        with pytest.raises(IntegrityError, match="release_chain_steps"), transaction.atomic():
            ReleaseChain.objects.create(kind="paper", from_unit=FROM, steps=steps)


def test_only_those_concerned_see_a_release(waiting: Release, people: People) -> None:
    for seer in (people.author, people.head, people.liaison, officer("auditor", LIAISON, "auditor")):
        assert access.release_for(seer, waiting.pk) == waiting
    for other in (people.stranger, people.deputy, officer("admin", FROM, "administrator")):
        with pytest.raises(Release.DoesNotExist):
            access.release_for(other, waiting.pk)


def test_the_desk_shows_each_what_is_his_or_hers(waiting: Release, people: People) -> None:
    assert access.desk(people.head).waiting == [waiting]
    assert access.desk(people.author).own == [waiting]
    assert access.desk(people.liaison).is_empty
    assert (access.nav_count(people.head), access.nav_count(people.author)) == (1, None)
    stand_in(people.deputy, people.head, FROM)
    assert access.nav_count(people.deputy) == 1
