"""Build the indexes from the visible table of sources when one of them has changed."""

from collections.abc import Iterator, Sequence

from yuegang.base.search import Document, Source
from yuegang.library.search import store
from yuegang.library.search.sources import sources


def refresh() -> dict[str, int]:
    """Build anew each zone whose sources changed since its last build; return how many documents each got."""
    built = {}
    for zone in (store.PUBLIC, store.OFFICE):
        own = [source for source in sources().values() if source.is_public == (zone == store.PUBLIC)]
        state = "|".join(source.state() for source in own)
        if own and state != store.current(zone).get("state"):
            built[zone] = store.build(zone, _documents(own), state)
    return built


def _documents(own: Sequence[Source]) -> Iterator[Document]:
    for source in own:
        yield from source.documents()
