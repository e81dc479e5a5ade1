"""A kind for tests, kept in memory: any field of any class, texts and pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from yuegang.accounts.models import Officer
from yuegang.engine.protocol.gate import FieldRule, KindSchema
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release.handlers import Draft, Picture

FROM, TO = "CUS-53/GEN", "HK-CED/IPIB"


@dataclass
class Paper:
    """One draft."""

    fields: dict[str, object]
    author: Officer
    pictures: list[Picture] = field(default_factory=list)
    to_unit: str = TO
    id: UUID = field(default_factory=uuid4)


class PaperHandler:
    """Keep papers and what happened to them."""

    schema = KindSchema(
        kind="paper",
        version=1,
        fields=(
            FieldRule("/goods", "A", "text", required=True, label="Goods", free_text=True),
            FieldRule("/items", "A", "integer", label="Items"),
            FieldRule("/vehicle", "B", "code", label="Vehicle"),
            FieldRule("/consignor", "B", "code", label="Consignor"),
            FieldRule("/persons", "C", "text", label="Persons"),
            FieldRule("/informer", "D", "text", label="Informer"),
        ),
    )

    def __init__(self) -> None:
        self.papers: dict[UUID, Paper] = {}
        self.left: list[OutboxEntry] = []
        self.back: list[UUID] = []

    def write(self, author: Officer, **fields: object) -> Paper:
        """Return a new draft."""
        paper = Paper({"goods": "手表三批", "items": 1200} | fields, author)
        self.papers[paper.id] = paper
        return paper

    def draft(self, item_id: UUID) -> Draft:
        paper = self.papers[item_id]
        return Draft(item_ver=1, from_unit=FROM, to_unit=paper.to_unit, marking="AMBER", authors=[paper.author.pk])

    def compose(self, item_id: UUID) -> Mapping[str, object]:
        return self.papers[item_id].fields

    def free_texts(self, item_id: UUID) -> Sequence[tuple[str, str]]:
        return [("/goods", str(self.papers[item_id].fields["goods"]))]

    def images(self, item_id: UUID) -> Sequence[Picture]:
        return self.papers[item_id].pictures

    def released(self, item_id: UUID, entry: OutboxEntry, officer: Officer) -> None:
        self.left.append(entry)

    def returned(self, item_id: UUID, officer: Officer) -> None:
        self.back.append(item_id)

    def title(self, item_id: UUID) -> str:
        return f"Paper {str(item_id)[:4]}"

    def url(self, item_id: UUID) -> str:
        return f"/papers/{item_id}"

    def apply(self, received: Received) -> None:
        raise AssertionError("papers are only sent")


PAPER = PaperHandler()
