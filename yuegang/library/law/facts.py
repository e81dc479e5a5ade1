"""Load the catalogue of statutes, our headings and summaries, and the table of corresponding provisions."""

import re
from collections.abc import Mapping
from datetime import date

from yuegang.library.law.keys import code_of, key_of
from yuegang.library.law.models import Counterpart, Note, Work
from yuegang.parties.loading import FactError, LoadReport, Table, Values, load_table, read_facts

IN_FORCE = re.compile(r"in force (\d{4}-\d{2}-\d{2})")
REPEALED = re.compile(r"repealed (\d{4}-\d{2}-\d{2})")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
NOTE_COLUMNS = ("heading_zh_hans", "heading_zh_hant", "heading_en", "summary_zh_hans", "summary_zh_hant", "summary_en")


def _work(row: Mapping[str, str]) -> Values:
    place = row["jurisdiction"]
    code = row["id"].lower() if place == "X" else code_of(place, row["title_zh_hans"], row["number"])
    if not code:
        raise FactError(f"work.code: {row['id']} has no number to be addressed by")
    return {
        "ref": row["id"],
        "place": place,
        "code": code,
        "key": key_of(place, code),
        "zh_hans": row["title_zh_hans"].strip("《》"),
        "zh_hant": row["title_zh_hant"].strip("《》"),
        "en": row["title_en"],
        "level": row["doc_type"].replace(" ", "-"),
        "number": row["number"],
        "topics": row["topics"],
        "promulgated": row["promulgated"],
        "commenced": row["commenced"],
        "amended": row["latest_amended"],
        "newest_from": _newest(row),
        "repealed_on": _found(REPEALED, row["latest_amended"]),
        "source": row["source"],
    }


def _newest(row: Mapping[str, str]) -> date | None:
    """The day the newest known revision is in force: as stated, else its own day; none for what is repealed."""
    amended = row["latest_amended"]
    if REPEALED.search(amended):
        return None
    days = ISO.findall(amended)
    return _found(IN_FORCE, amended) or (date.fromisoformat(max(days)) if days else _found(ISO, row["commenced"]))


def _found(pattern: re.Pattern[str], text: str) -> date | None:
    match = pattern.search(text)
    return date.fromisoformat(match[match.lastindex or 0]) if match else None


def load_works() -> LoadReport:
    """Load the catalogue of statutes."""
    return load_table(Table("statutes.csv", Work, ("ref",), _work))


def load_notes() -> LoadReport:
    """Load our headings and summaries; those on works that only a loaded file brings wait for that file."""
    report = LoadReport(Note._meta.label)
    works = dict(Work.objects.values_list("key", "pk"))
    known = {(note.work_id, note.number): note for note in Note.objects.all()}
    summaries = {row["key"]: row for _line, row in read_facts("law_summaries.csv")}
    new, changed = [], []
    for _line, row in read_facts("law_headings.csv"):
        key, _mark, number = row["key"].rpartition("#")
        if key not in works:
            continue
        made = _note(row, summaries.get(row["key"], {}))
        made.work_id, made.number = works[key], number
        found = known.get((made.work_id, number))
        if found is not None and found.hant_of:  # a translator's words; loading facts leaves them alone
            made.heading_zh_hant, made.summary_zh_hant = found.heading_zh_hant, found.summary_zh_hant
            made.hant_is_machine = False
        if found is None:
            new.append(made)
        elif any(getattr(found, name) != getattr(made, name) for name in (*NOTE_COLUMNS, "hant_is_machine")):
            made.pk = found.pk
            changed.append(made)
    Note.objects.bulk_create(new)
    Note.objects.bulk_update(changed, [*NOTE_COLUMNS, "hant_is_machine"])
    report.new, report.changed, report.same = len(new), len(changed), len(known) - len(changed)
    return report


def _note(row: Mapping[str, str], summary: Mapping[str, str]) -> Note:
    return Note(
        heading_zh_hans=row["zh_hans"],
        heading_zh_hant=row["zh_hant"],
        heading_en=row["en"],
        summary_zh_hans=summary.get("zh_hans", ""),
        summary_zh_hant=summary.get("zh_hant", ""),
        summary_en=summary.get("en", ""),
        hant_is_machine="machine" in (row["zh_hant_state"], summary.get("zh_hant_state", "")),
    )


def _counterpart(row: Mapping[str, str]) -> Values:
    key, _mark, number = row["key"].rpartition("#")
    work = Work.objects.filter(key=key).first()
    if work is None:
        raise FactError(f"work.unknown: {key!r}")
    names = {f"topic_{name}": row[name] for name in ("zh_hans", "zh_hant", "en")}
    return {"topic": row["topic"], "work_id": work.pk, "number": number, **names}


def load_counterparts() -> LoadReport:
    """Load the curated table of corresponding provisions."""
    return load_table(Table("law_counterparts.csv", Counterpart, ("topic", "work_id", "number"), _counterpart))
