"""What the demonstration's officers do in a week, through the actions the pages use."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.deploy.demo import samples
from yuegang.deploy.demo.people import PEOPLE
from yuegang.deploy.demo.sheets import (
    GUANGDONG,
    HONG_KONG,
    NECESSITY,
    NECESSITY_HK,
    STATUTE,
    answer_sheet,
    lead_sheet,
)
from yuegang.enforcement import actions as leads
from yuegang.enforcement.models import Feedback, Lead
from yuegang.exchange.models import Target
from yuegang.exchange.release import actions as release
from yuegang.exchange.release.checking import class_b_pointers, state_grounds
from yuegang.exchange.release.models import Release
from yuegang.exchange.targets import Terms, accept_target, propose_target
from yuegang.notices.actions import mark_all_read

# Leads found on each working day of the past: uneven, as in life, and the same at every start.
FOUND_GUANGDONG = (1, 0, 1, 1, 0, 1, 0, 2, 0, 1, 0, 1, 1, 0, 1, 0, 3, 0, 1, 0, 1)
FOUND_HONG_KONG = (0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1)


class Desk:
    """The officers of one node and the leads they work on."""

    def __init__(self, node: str) -> None:
        self.is_guangdong = node == "gd-customs"
        self.people = [Officer.objects.get(username=person.username) for person in PEOPLE[node]]
        self.author, *signers = self.people
        self.signers = signers[:2] if self.is_guangdong else signers[:1]
        self.steps: Iterator[int] = samples.walk()
        self.days: Iterator[int] = samples.walk()

    def propose_targets(self) -> None:
        """Guangdong proposes the times for answers in both directions."""
        if self.is_guangdong:
            for from_unit, to_unit in ((GUANGDONG, HONG_KONG), (HONG_KONG, GUANGDONG)):
                terms = Terms(
                    kind="lead", from_unit=from_unit, to_unit=to_unit,
                    acknowledge_days=1, feedback_days=30, effective_from=clock.today(),
                )  # fmt: skip
                propose_target(self.people[2], terms)

    def accept_targets(self) -> None:
        """Hong Kong signs what was proposed."""
        if not self.is_guangdong:
            for target in Target.objects.filter(state=Target.State.PROPOSED):
                accept_target(self.signers[0], target)

    def work(self) -> None:
        """Answer what came, then send what was found: some days nothing, some days two."""
        self._answer()
        found = FOUND_GUANGDONG if self.is_guangdong else FOUND_HONG_KONG
        for _number in range(found[next(self.days) % len(found)]):
            self.send(next(self.steps))

    def leave_open(self) -> None:
        """Leave today's desk as a morning finds it: a draft, one lead with the section head, one with the liaison."""
        for officer in self.people:
            mark_all_read(officer)
        self._answer()
        step = next(self.steps)
        leads.create_lead(self.author, self._sheet(step))
        self._submit(self._sheet(next(self.steps)))
        self._approve(self._submit(self._sheet(next(self.steps))), self.signers[:-1])

    def send(self, step: int) -> Lead:
        """Write a lead and release it through its whole chain."""
        opened = self._submit(self._sheet(step))
        self._approve(opened, self.signers)
        return Lead.objects.get(pk=opened.item_id)

    def _sheet(self, step: int) -> Mapping[str, object]:
        return lead_sheet(step, from_guangdong=self.is_guangdong)

    def _submit(self, facts: Mapping[str, object]) -> Release:
        lead = leads.submit_lead(self.author, leads.create_lead(self.author, facts).pk)
        return Release.objects.get(kind="lead", item_id=lead.pk)

    def _approve(self, opened: Release, signers: list[Officer]) -> None:
        if signers and class_b_pointers(opened):
            words = NECESSITY if self.is_guangdong else NECESSITY_HK
            state_grounds(opened, signers[0], class_b_pointers(opened), statute=STATUTE, necessity=words)
        for signer in signers:
            opened = release.approve(Release.objects.get(pk=opened.pk), signer)

    def _answer(self) -> None:
        now = clock.now()
        for lead in Lead.objects.filter(is_incoming=True, status=Lead.Status.SENT).order_by("released_at"):
            if lead.released_at and now - lead.released_at < timedelta(days=2):
                continue  # a new lead is still on the desk this morning
            leads.acknowledge(self.author, lead.pk)
            leads.take_in_hand(self.author, lead.pk)
        due = timedelta(days=17 if self.is_guangdong else 20)
        for lead in Lead.objects.filter(is_incoming=True, status=Lead.Status.IN_HAND).order_by("released_at"):
            if lead.released_at and now - lead.released_at > due + timedelta(days=(lead.items or 0) % 15):
                self._give_feedback(lead)

    def _give_feedback(self, lead: Lead) -> None:
        values = answer_sheet(lead.items or 0, from_guangdong=self.is_guangdong)
        row: Feedback = leads.draft_feedback(self.author, lead.pk, values)
        leads.submit_feedback(self.author, row.pk)
        self._approve(Release.objects.get(kind="feedback", item_id=row.pk), self.signers)
