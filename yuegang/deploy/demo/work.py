"""What the demonstration's officers do in a week, through the actions the pages use."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.deploy.demo import samples
from yuegang.deploy.demo.people import NODES, partners
from yuegang.deploy.demo.sheets import STATUTE, answer_sheet, lead_sheet, necessity
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

    def __init__(self, code: str, peers: Sequence[str]) -> None:
        """code: the node; peers: the nodes it has channels to."""
        node = NODES[code]
        self.code = code
        self.is_guangdong = node.side == "gd"
        self.partners = partners(code, peers)
        self.author = Officer.objects.get(username=node.people[0].username)
        self.people = [Officer.objects.get(username=person.username) for person in node.people]
        self.signers = [Officer.objects.get(username=person.username) for person in node.signers]
        self.steps: Iterator[int] = samples.walk()
        self.days: Iterator[int] = samples.walk()

    def propose_targets(self) -> None:
        """Propose to the nodes that come later in the list the times for answers in both directions."""
        order = list(NODES)
        own = NODES[self.code].unit
        for partner in (code for code in self.partners if order.index(code) > order.index(self.code)):
            theirs = NODES[partner].unit
            for from_unit, to_unit in ((own, theirs), (theirs, own)):
                terms = Terms(
                    kind="lead", from_unit=from_unit, to_unit=to_unit,
                    acknowledge_days=1, feedback_days=30, effective_from=clock.today(),
                )  # fmt: skip
                propose_target(self.signers[-1], terms)

    def accept_targets(self) -> None:
        """Sign what others proposed."""
        open_targets = Target.objects.filter(state=Target.State.PROPOSED)
        for target in open_targets.exclude(proposed_by_unit=NODES[self.code].unit):
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
        return lead_sheet(step, self.code, self.partners[step % len(self.partners)])

    def _submit(self, facts: Mapping[str, object]) -> Release:
        lead = leads.submit_lead(self.author, leads.create_lead(self.author, facts).pk)
        return Release.objects.get(kind="lead", item_id=lead.pk)

    def _approve(self, opened: Release, signers: list[Officer]) -> None:
        if signers and class_b_pointers(opened):
            words = necessity(self.code)
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
        values = answer_sheet(lead.items or 0, self.code)
        row: Feedback = leads.draft_feedback(self.author, lead.pk, values)
        leads.submit_feedback(self.author, row.pk)
        self._approve(Release.objects.get(kind="feedback", item_id=row.pk), self.signers)
