"""Terms as search uses them: no documents of their own, but words for everybody's questions."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuegang.base.search import Document, Hit, Source, Words
from yuegang.library.terms import access


def _no_documents() -> Iterable[Document]:
    return ()


def _no_words(hits: Sequence[Hit]) -> Mapping[str, Words]:
    return {}


def _search(hit: Hit) -> str:
    return reverse("search:search")


SOURCE = Source(
    label=_("Terms of both sides"),
    is_public=True,
    documents=_no_documents,
    state=access.state,
    words=_no_words,
    group_url=_search,
    groups=access.groups,
)
