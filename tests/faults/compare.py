"""Compare what two nodes say of the same log, straight from both databases."""

from dataclasses import dataclass
from typing import Any

import psycopg

from yuegang.base.embedded import Server
from yuegang.deploy.node import Node

SENT = "SELECT seq, digest, kind, item_id::text, item_ver FROM exchange_outboxentry WHERE seq IS NOT NULL ORDER BY seq"
GOT = "SELECT seq, digest, kind, item_id::text, item_ver FROM exchange_inboxentry ORDER BY seq"
REFUSED = "SELECT count(*) FROM exchange_inboxentry WHERE state <> 'applied'"
UNSEALED = "SELECT count(*) FROM exchange_outboxentry WHERE seq IS NULL"
HALTED = "SELECT count(*) FROM exchange_channel WHERE halted_reason <> ''"
CURSOR = "SELECT coalesce(max(cursor), 0) FROM exchange_channel"
PROPOSED = "SELECT id::text FROM exchange_target WHERE proposed_by LIKE %s ORDER BY id"

Row = tuple[Any, ...]  # Any: columns of different types


@dataclass(frozen=True)
class Comparison:
    """What one direction came to."""

    sent: int
    lost: int
    duplicated: int
    refused: int
    gaps: int
    effects_missing: int
    effects_extra: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, doubled or refused."""
        return self == Comparison(self.sent, 0, 0, 0, 0, 0, 0)


def rows(server: Server, node: Node, query: str, *values: str) -> list[Row]:
    """Return the rows of a query on a node's database."""
    with psycopg.connect(server.url(node.names.database)) as connection:
        return connection.execute(query.encode(), values or None).fetchall()


def number(server: Server, node: Node, query: str) -> int:
    """Return the only number a query gives."""
    return int(rows(server, node, query)[0][0])


def is_settled(server: Server, sender: Node, receiver: Node) -> bool:
    """Tell whether everything one node wrote is sealed and read by the other."""
    size = len(rows(server, sender, SENT))
    return number(server, sender, UNSEALED) == 0 and number(server, receiver, CURSOR) == size


def compare(server: Server, sender: Node, receiver: Node) -> Comparison:
    """Compare the sender's log and its effects with what the receiver has."""
    sent, got = rows(server, sender, SENT), rows(server, receiver, GOT)
    items = [row[2:] for row in got]
    ours = {row[0] for row in rows(server, sender, PROPOSED, "________-____-____-____-____________")}
    theirs = {row[0] for row in rows(server, receiver, PROPOSED, sender.code)}
    return Comparison(
        sent=len(sent),
        lost=len(set(sent) - set(got)),
        duplicated=len(got) - len(set(got)) + len(items) - len(set(items)),
        refused=number(server, receiver, REFUSED) + number(server, receiver, HALTED),
        gaps=sum(row[0] != place for place, row in enumerate(sent, 1)),
        effects_missing=len(ours - theirs),
        effects_extra=len(theirs - ours),
    )
