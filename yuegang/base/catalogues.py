"""Keep the catalogues of translations: python -m yuegang.base.catalogues extract|update|compile|check [app …].

Works by Babel alone, no system gettext. Each app keeps locale/{zh_Hans,zh_Hant}/LC_MESSAGES/django.po, and an app
inside an app does once it has a folder locale/; the msgid is English. Messages of modules directly in the package
belong to the office's catalogue. Compiled files are made in set-up, never committed.
"""

import argparse
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_calls
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from yuegang.base import wording

PACKAGE = Path(__file__).resolve().parent.parent
LOCALES = ("zh_Hans", "zh_Hant")
HOME_OF_LOOSE_MODULES = "office"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = """msgid ""
msgstr ""
"Language: {locale}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
MARKED = {".py", ".html", ".txt"}
SILENT = {"tests", "migrations", "locale", "static"}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")


def apps() -> list[str]:
    """Return the folders that may hold messages: each app, and each app inside one that keeps its own."""
    outer = [path for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    inner = [path.parent for path in PACKAGE.glob("*/*/**/apps.py") if (path.parent / "locale").is_dir()]
    return sorted(path.relative_to(PACKAGE).as_posix() for path in (*outer, *inner))


def sources(app: str) -> Iterator[Path]:
    """Yield the modules and templates of an app; tests, migrations and inner apps with own catalogues left out."""
    loose = PACKAGE.glob("*.py") if app == HOME_OF_LOOSE_MODULES else ()
    yield from sorted(loose)
    home = PACKAGE / app
    others = [PACKAGE / other for other in apps() if other.startswith(f"{app}/")]
    for path in sorted(home.rglob("*")):
        inner = path.relative_to(home).parts
        is_other = any(path.is_relative_to(other) for other in others)
        if path.suffix in MARKED and not SILENT & set(inner) and not is_other:
            yield path


def as_python(path: Path) -> str:
    """Return a module as it is, a template as the calls it stands for (same line numbers)."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))


def extract(app: str) -> Catalog:
    """Return every message an app marks, with the files it stands in.

    Raises SyntaxError with the path when a file cannot be read as calls.
    """
    catalog = Catalog(charset="utf-8")
    for path in sources(app):
        code = io.BytesIO(as_python(path).encode())
        place = path.relative_to(PACKAGE.parent).as_posix()
        for _line, message, _comments, context in extract_calls("python", code, KEYWORDS, ("Translators:",), {}):
            catalog.add(message, context=context, locations=[(place, 0)])
    return catalog


def catalogue_path(app: str, locale: str) -> Path:
    """Return where the translations of an app into a language are kept."""
    return PACKAGE / app / "locale" / locale / "LC_MESSAGES" / "django.po"


def read(app: str, locale: str) -> Catalog:
    """Return the translations of an app as they stand, empty when there are none."""
    path = catalogue_path(app, locale)
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(app: str, locale: str, *, prune: bool = False) -> None:
    """Bring a catalogue in step with the messages marked; translations stay, nothing is guessed.

    Translations of messages no longer marked are kept as obsolete unless prune is true.
    """
    old, fresh = read(app, locale), Catalog(locale=locale, charset="utf-8")
    if not len(template := extract(app)) and not len(old):
        return
    for message in template:
        if message.id:
            known = old.get(message.id, message.context)
            fresh.add(message.id, known.string if known else "", message.locations, context=message.context)
    if not prune:
        left = [*old, *old.obsolete.values()]
        marked = keys(fresh)
        fresh.obsolete = {key_of(each): each for each in left if each.id and each.string and key_of(each) not in marked}
    write(fresh, catalogue_path(app, locale))


def key_of(message: Message) -> tuple[str, str]:
    """Return what tells messages apart: context and (singular) text."""
    return (message.context or "", message.id[0] if isinstance(message.id, (list, tuple)) else message.id)


def keys(catalog: Catalog) -> set[tuple[str, str]]:
    """Return the keys of every message of a catalogue."""
    return {key_of(message) for message in catalog if message.id}


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalogue with a header that does not change from run to run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalog, width=120, omit_header=True, include_lineno=False)
    header = HEADER.format(locale=catalog.locale)
    path.write_bytes(header.encode() + body.getvalue())


def compile_catalogue(app: str, locale: str) -> None:
    """Write the compiled form beside a catalogue, if there is one."""
    path = catalogue_path(app, locale)
    if path.exists():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(app, locale))


def check(names: Sequence[str]) -> Iterator[str]:
    """Yield one line for everything that is not right in the catalogues of these apps."""
    said: dict[tuple[str, tuple[str, str]], dict[str, str]] = defaultdict(dict)
    for app in names:
        template = extract(app)
        for locale in LOCALES:
            catalog = read(app, locale)
            place = f"{app} {locale}"
            yield from (f"{place}: not in the catalogue: {key[1]!r}" for key in sorted(keys(template) - keys(catalog)))
            yield from (f"{place}: no longer marked: {key[1]!r}" for key in sorted(keys(catalog) - keys(template)))
            yield from (f"{place}: obsolete: {message.id!r}" for message in catalog.obsolete.values())
            for message in catalog:
                if message.id:
                    yield from (f"{place}: {key_of(message)[1]!r}: {fault}" for fault in faults(message, locale))
                    said[locale, key_of(message)][app] = strings(message)[0]
    for (locale, key), by_app in said.items():
        if len(set(by_app.values())) > 1:
            yield f"{locale}: {key[1]!r} is translated in different ways: {by_app}"


def strings(message: Message) -> list[str]:
    """Return the translations of a message, one for each plural form."""
    return list(message.string) if isinstance(message.string, (list, tuple)) else [message.string or ""]


def faults(message: Message, locale: str) -> Iterator[str]:
    """Yield what is wrong with one translation: missing, fuzzy, placeholders, script, words."""
    if message.fuzzy:
        yield "fuzzy"
    wanted = set(PLACEHOLDER.findall(message.id[-1] if isinstance(message.id, (list, tuple)) else message.id))
    for text in strings(message):
        if not text:
            yield "not translated"
            continue
        if wanted != (found := set(PLACEHOLDER.findall(text))):
            yield f"placeholders differ: {sorted(wanted ^ found)}"
        yield from wording.faults(text, locale)


def run(command: str, names: Sequence[str], *, prune: bool) -> int:
    """Carry out one command for these apps; return the exit code."""
    if command == "check":
        lines = list(check(names))
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return 1 if lines else 0
    for app in names:
        if command == "extract":
            sys.stdout.writelines(f"{app}: {text!r}\n" for _context, text in sorted(keys(extract(app))))
            continue
        for locale in LOCALES:
            if command == "update":
                update(app, locale, prune=prune)
            else:
                compile_catalogue(app, locale)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run the command."""
    parser = argparse.ArgumentParser(prog="yuegang.base.catalogues", description="Keep the catalogues of translations.")
    parser.add_argument("command", choices=["extract", "update", "compile", "check"])
    parser.add_argument("apps", nargs="*", default=apps(), help="all by default")
    parser.add_argument("--prune", action="store_true", help="update: drop what is no longer marked")
    chosen = parser.parse_args(arguments)
    return run(chosen.command, chosen.apps, prune=chosen.prune)


if __name__ == "__main__":
    sys.exit(main())
