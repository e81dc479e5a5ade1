"""Indexes on disk, public and office apart: built aside by the worker, swapped by one file's content."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import tantivy
from django.conf import settings

from yuegang.base import clock
from yuegang.base.search import Document
from yuegang.engine.law.provision import Page, index_tokens, title_text
from yuegang.law_index import HEAP, text_fields

PUBLIC, OFFICE = "public", "office"
CURRENT = "current.json"  # names the folder that is read, and the state it was built from
FIRST_DAY, LAST_DAY = 0, 99_999_999  # of documents without a day, as YYYYMMDD
PAGE_FIELDS = ("key", "place", "level", "title", "heading", "path", "about", "body", "length", "first")


def home(zone: str) -> Path:
    """Return the folder of a zone's indexes."""
    return Path(settings.NODE_DIR) / "search" / zone


def current(zone: str) -> dict[str, str]:
    """Return which folder is read and from what state it was built; empty before the first build."""
    try:
        found: dict[str, str] = json.loads((home(zone) / CURRENT).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def schema() -> tantivy.Schema:
    """Return the fields of an index on disk."""
    builder = text_fields(tantivy.SchemaBuilder())
    for name in ("key", "place", "kind"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("topics", tokenizer_name="whitespace", index_option="basic")
    for name in ("from", "to"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def build(zone: str, documents: Iterable[Document], state: str) -> int:
    """Build a new index beside the one that is read, then let readers go over to it; return how many documents."""
    place = home(zone)
    before = current(zone).get("folder", "")
    folder = place / clock.now().strftime("%Y%m%dT%H%M%S%f")
    folder.mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(folder))
    writer = index.writer(HEAP, 1)
    titles: dict[str, str] = {}
    count = 0
    for count, document in enumerate(documents, 1):  # noqa: B007  # counted for the report
        writer.add_document(_document(document, titles))
    writer.commit()
    writer.wait_merging_threads()
    waiting = place / f"{CURRENT}.new"
    waiting.write_text(json.dumps({"folder": folder.name, "state": state}), encoding="utf-8")
    waiting.replace(place / CURRENT)
    for old in place.iterdir():  # a reader may still hold the one before
        if old.is_dir() and old.name not in (folder.name, before):
            shutil.rmtree(old, ignore_errors=True)
    return count


def _document(document: Document, titles: dict[str, str]) -> tantivy.Document:
    statute = document.provision.statute
    title = titles.get(statute.key)
    if title is None:
        title = titles[statute.key] = title_text(statute.titles)
    page = Page.of(document.provision, title)
    body, words = index_tokens(page)
    return tantivy.Document(
        body=body,
        title=words,
        key=page.key,
        place=page.place,
        kind=document.kind,
        topics=document.topics,
        **{
            "from": int(document.valid_from.strftime("%Y%m%d")) if document.valid_from else FIRST_DAY,
            "to": int(document.valid_to.strftime("%Y%m%d")) if document.valid_to else LAST_DAY,
        },
        stored=json.dumps(
            {
                "page": [getattr(page, name) for name in PAGE_FIELDS],
                "kind": document.kind,
                "names": document.names,
                "url": [document.url_name, document.url_words],
                "days": [str(document.valid_from or ""), str(document.valid_to or "")],
                "detail": document.detail,
            },
            ensure_ascii=False,
        ),
    )
