"""State the cases of what is owed, counted by hand."""

from collections.abc import Iterator

from .form import Case, case


def owed(stage: str, due: tuple[str | None, str | None], left: int | None, *flags: str) -> Case:
    """Return the expected state."""
    return {
        "stage": stage,
        "acknowledge_by": due[0],
        "feedback_by": due[1],
        "working_days_left": left,
        **{name: name in flags for name in ("overdue", "late", "uncovered")},
    }


def obligation_cases() -> Iterator[Case]:
    """Yield states over the Spring Festival of 2018, counted by hand."""
    target: Case = {"acknowledge_days": 3, "feedback_days": 10, "calendar": "HK"}
    released = {"step": "released", "at": "2018-02-12T01:00:00.000Z"}
    took = {"step": "acknowledged", "at": "2018-02-13T01:00:00.000Z"}
    answer = {"step": "answered", "at": "2018-03-01T01:00:00.000Z"}
    given: Case = {"years": ["2018"], "target": target, "events": [released], "now": "2018-02-12T04:00:00.000Z"}
    hk, cn = ("2018-02-15", "2018-02-28"), ("2018-02-22", "2018-03-02")
    yield case("pending in Hong Kong", given, owed("pending", hk, 3))
    mainland = {**given, "target": {**target, "calendar": "CN"}}
    yield case("pending on the Mainland", mainland, owed("pending", cn, 3))
    late = {**given, "now": "2018-02-20T04:00:00.000Z"}
    yield case("overdue", late, owed("pending", hk, -1, "overdue", "late"))
    yield case("acknowledged", {**late, "events": [took, released]}, owed("acknowledged", hk, 6))
    yield case("answered late", {**late, "events": [answer, released, took]}, owed("fulfilled", hk, None, "late"))
    refused = {"step": "refused", "at": "2018-02-14T01:00:00.000Z"}
    yield case("refused in time", {**late, "events": [released, refused]}, owed("refused", hk, None))
    yield case("no target", {**late, "target": None}, owed("pending", (None, None), None))
    far = {**given, "target": {**target, "feedback_days": 300}}
    yield case("beyond the calendar", far, owed("pending", ("2018-02-15", None), 3, "uncovered"))


def change_cases() -> Iterator[Case]:
    """Yield states of items whose originator extended or waived the answer, counted by hand."""
    target: Case = {"acknowledge_days": 3, "feedback_days": 10, "calendar": "HK"}
    released = {"step": "released", "at": "2018-02-12T01:00:00.000Z"}
    took = {"step": "acknowledged", "at": "2018-02-13T01:00:00.000Z"}
    longer = {"step": "extended", "at": "2018-02-26T01:00:00.000Z", "until": "2018-03-09"}
    given: Case = {"years": ["2018"], "target": target, "now": "2018-03-07T04:00:00.000Z"}
    hk, later = ("2018-02-15", "2018-02-28"), ("2018-02-15", "2018-03-09")
    yield case("extended", {**given, "events": [released, took, longer]}, owed("acknowledged", later, 2))
    again = {"step": "extended", "at": "2018-02-27T01:00:00.000Z", "until": "2018-03-08"}
    last = owed("acknowledged", ("2018-02-15", "2018-03-08"), 1)
    yield case("the last extension counts in any order", {**given, "events": [again, longer, took, released]}, last)
    shorter = {**longer, "until": "2018-02-20"}
    kept = owed("acknowledged", hk, -5, "overdue", "late")
    yield case("an extension never shortens", {**given, "events": [released, took, shorter]}, kept)
    answer = {"step": "answered", "at": "2018-03-08T01:00:00.000Z"}
    in_time = owed("fulfilled", later, None)
    yield case("answered within the extension", {**given, "events": [released, took, longer, answer]}, in_time)
    waived = {"step": "waived", "at": "2018-02-14T01:00:00.000Z"}
    yield case("waived", {**given, "events": [released, waived]}, owed("waived", hk, None))
    yield case("an answer outranks a waiver", {**given, "events": [waived, took, released, longer, answer]}, in_time)
    bare = {**given, "target": None, "events": [released, longer]}
    yield case("no target, nothing to extend", bare, owed("pending", (None, None), None))


def reminder_cases() -> Iterator[Case]:
    """Yield the steps of the ladder around a day owed."""
    for today, step, who in (
        ("2018-03-01", None, None),
        ("2018-03-02", "week_before", "officer"),
        ("2018-03-08", "day_before", "officer"),
        ("2018-03-09", "due", "officer"),
        ("2018-03-15", "due", "officer"),
        ("2018-03-16", "week_after", "head"),
        ("2018-04-08", "escalated", "liaison"),
    ):
        yield case(today, {"due": "2018-03-09", "today": today}, {"step": step, "who": who})
