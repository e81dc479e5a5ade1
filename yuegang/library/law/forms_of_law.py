"""The one visible table of the forms law is read from."""

from collections.abc import Callable, Iterator

from yuegang.engine.law.edition import Edition
from yuegang.library.law.readers.errors import ReadError
from yuegang.library.law.readers.hklm import read_hklm
from yuegang.library.law.readers.json_statutes import read_json
from yuegang.library.law.readers.plain_text import read_macao, read_markdown

READERS: dict[str, Callable[[bytes], Iterator[Edition]]] = {
    "hklm": read_hklm,
    "macao": read_macao,
    "json": read_json,
    "markdown": read_markdown,
}
ENDINGS = {
    ".zip": "hklm", ".xml": "hklm", ".html": "macao", ".htm": "macao", ".txt": "macao",
    ".json": "json", ".jsonl": "json", ".gz": "json", ".md": "markdown",
}  # fmt: skip


def form_of(file_name: str) -> str:
    """Return the form a file's name tells; raises ReadError for another ending."""
    ending = "." + file_name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        raise ReadError(f"file.ending: {ending} is not one of {', '.join(ENDINGS)}")
    return ENDINGS[ending]


def read(form: str, content: bytes) -> list[Edition]:
    """Return the editions of a file."""
    return list(READERS[form](content))
