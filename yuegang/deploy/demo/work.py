"""What the demonstration's officers do in a week, through the actions the pages use."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.deploy.demo import samples
from yuegang.deploy.demo.people import PEOPLE
from yuegang.enforcement import actions as leads
from yuegang.enforcement.models import Feedback, Lead
from yuegang.exchange.models import Target
from yuegang.exchange.release import actions as release
from yuegang.exchange.release.checking import class_b_pointers, state_grounds
from yuegang.exchange.release.models import Release
from yuegang.exchange.targets import Terms, accept_target, propose_target

GUANGDONG, HONG_KONG = "CUS-53/GEN", "HK-CED/IPIB"
STATUTE = "《粤港保护知识产权合作协议》第五条"
NECESSITY = "对方查验须核对发货企业名称。"
NECESSITY_HK = "對方查核須對照收貨公司名稱。"
RATE = Decimal("1.08")  # only to make sample values in the other currency differ; nothing is converted in the product


class Desk:
    """The officers of one node and the leads they work on."""

    def __init__(self, node: str) -> None:
        self.is_guangdong = node == "gd-customs"
        self.people = [Officer.objects.get(username=person.username) for person in PEOPLE[node]]
        self.author, *signers = self.people
        self.signers = signers[:2] if self.is_guangdong else signers[:1]
        self.steps: Iterator[int] = samples.walk()

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
        """Answer what came, then send what was found."""
        self._answer()
        for _number in range(2 if self.is_guangdong else 1):
            self.send(next(self.steps))

    def leave_open(self) -> None:
        """Leave today's desk as a morning finds it: a draft, one lead with the section head, one with the liaison."""
        self._answer()
        step = next(self.steps)
        leads.create_lead(self.author, self.facts(step))
        self._submit(self.facts(next(self.steps)))
        self._approve(self._submit(self.facts(next(self.steps))), self.signers[:-1])

    def send(self, step: int) -> Lead:
        """Write a lead and release it through its whole chain."""
        opened = self._submit(self.facts(step))
        self._approve(opened, self.signers)
        return Lead.objects.get(pk=opened.item_id)

    def facts(self, step: int) -> Mapping[str, object]:
        """Return the facts of the sample lead with a number."""
        product = samples.PRODUCTS[(step * 5 + step // 14) % len(samples.PRODUCTS)]
        routes = samples.ROUTES_FROM_GUANGDONG if self.is_guangdong else samples.ROUTES_FROM_HONG_KONG
        route = routes[(step * 3 + step // 8) % len(routes)]
        items = samples.quantity(step)
        narratives = samples.NARRATIVES_HANS if self.is_guangdong else samples.NARRATIVES_HANT
        firms = samples.FIRMS_GUANGDONG if self.is_guangdong else samples.FIRMS_HONG_KONG
        count = {"lots": 1 + step % 3} if self.is_guangdong else {"cases": 1}
        value = product.unit_price * items * (1 if self.is_guangdong else RATE)
        return {
            "to_unit": HONG_KONG if self.is_guangdong else GUANGDONG,
            "ip_type": "trade_mark",
            "right_text": f"{product.brand}（第{product.nice_class}类）" if self.is_guangdong else product.brand,
            "brand": product.brand,
            "goods": product.zh_hans if self.is_guangdong else product.zh_hant,
            "goods_category": product.category,
            "hs_code": product.hs_code.replace(".", ""),
            "items": items,
            "quantity_unit": "pair" if product.category == "G04A" else "piece",
            "value": value.quantize(Decimal("0.01")),
            "currency": "CNY" if self.is_guangdong else "HKD",
            "value_basis": "declared" if self.is_guangdong else "market",
            "loading_port": route.loading_port,
            "control_port": route.control_port,
            "destination": route.destination,
            "movement": route.movement,
            "conveyance": route.conveyance,
            "consignor_name": firms[step % len(firms)],
            "narrative": narratives[step % len(narratives)],
            "mo_codes": [samples.MODI[step % len(samples.MODI)]],
            "source_reliability": "BCA"[step % 3],
            "info_credibility": "231"[step % 3],
            "urgency": "24h" if step % 17 == 0 else "routine",
            **count,
        }

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
        found = (lead.items or 0) % 3 != 0
        values: dict[str, object] = {
            "stage": "final", "assessment": "useful" if found else "known", "measures": ["inspected"],
            "consignments_inspected": 1 + (lead.items or 0) % 4, "result": "found" if found else "not_found",
            "usefulness": 3 if found else 1, "may_quote": found,
        }  # fmt: skip
        if found:
            unit = {"lots": 1} if self.is_guangdong else {"cases": 1}
            seized = max(1, (lead.items or 2) // 2)
            values |= unit | {
                "items": seized, "value": Decimal(seized) * 12, "measures": ["inspected", "seized"],
                "currency": "CNY" if self.is_guangdong else "HKD",
                "value_basis": "assessed" if self.is_guangdong else "market",
            }  # fmt: skip
        row: Feedback = leads.draft_feedback(self.author, lead.pk, values)
        leads.submit_feedback(self.author, row.pk)
        self._approve(Release.objects.get(kind="feedback", item_id=row.pk), self.signers)
