"""A kind for tests: its effect is one row, and its body can ask for trouble."""

from django.db import connection

from yuegang.base import clock
from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import SeenNonce

EFFECT = "effect"


class NoteHandler:
    """Write one row for each note."""

    schema = KindSchema(
        kind="note",
        version=1,
        fields=(FieldRule("/text", "A", required=True), FieldRule("/number", "A", type="integer")),
    )

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.fails = False

    def apply(self, received: Received) -> None:
        """Keep the note, or fail as its text says."""
        if self.fails:
            raise ZeroDivisionError
        SeenNonce.objects.create(key_id=EFFECT, nonce=received.item_id, expires_at=clock.now())
        self.received.append(received)
        text = received.body["text"]
        if text == "refuse":
            raise Refused("note.refused", "/text")
        if text == "crash":
            raise KeyError(text)
        if text == "sql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")


NOTE = NoteHandler()


def effects() -> int:
    """Return how many notes had their effect."""
    return SeenNonce.objects.filter(key_id=EFFECT).count()
