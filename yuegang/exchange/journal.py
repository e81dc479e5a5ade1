"""The journal of a channel: every entry of both logs without content, narrowed by a form, as page and as file."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuegang.exchange import wording
from yuegang.exchange.models import Channel, InboxEntry, OutboxEntry, Receipt

PAGE = 50  # rows of a page
LONGEST = 50_000  # rows of a file; narrow the days for more
IN, OUT = "in", "out"
STATES = [("applied", _("Applied")), ("rejected", _("Rejected")), ("waiting", _("Waits for files"))]


@dataclass(frozen=True)
class Line:
    """One entry; state is that of the table of states."""

    seq: int | None
    at: datetime
    kind: str
    item: str
    version: int
    state: str
    rule: str = ""

    @property
    def word(self) -> wording.Word:
        """Return the name of the kind."""
        return wording.kind_word(self.kind)

    @property
    def explanation(self) -> wording.Word:
        """Return what the rule means."""
        return wording.rule_word(self.rule) if self.rule else ""


class JournalForm(forms.Form):
    """What the journal shows; every choice is part of the address."""

    way = forms.ChoiceField(label=_("Log"), choices=[(IN, _("Their log")), (OUT, _("Our log"))], required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *STATES], required=False)
    since = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, asked: object) -> None:
        super().__init__(asked)  # type: ignore[arg-type]  # request.GET
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # declared above
        kind.choices = [("", _("All")), *wording.KINDS.items()]

    @property
    def is_out(self) -> bool:
        """Say whether our own log is asked for."""
        return self.is_valid() and self.cleaned_data["way"] == OUT

    def narrowed(self, time: str) -> Q:
        """Return what was asked as a condition; time: the column of the day."""
        asked = self.cleaned_data if self.is_valid() else {}
        found = Q()
        if asked.get("kind"):
            found &= Q(kind=asked["kind"])
        if asked.get("since"):
            found &= Q(**{f"{time}__date__gte": asked["since"]})
        if asked.get("until"):
            found &= Q(**{f"{time}__date__lte": asked["until"]})
        return found


def lines_of(channel: Channel, form: JournalForm) -> QuerySet[InboxEntry] | QuerySet[OutboxEntry]:
    """Return the rows asked for, newest first."""
    state = form.cleaned_data.get("state", "") if form.is_valid() else ""
    if not form.is_out:
        came = InboxEntry.objects.filter(form.narrowed("received_at"), channel=channel).defer("body", "header")
        return came.filter(state=state).order_by("-seq") if state else came.order_by("-seq")
    sent = OutboxEntry.objects.filter(form.narrowed("created_at"), channel=channel).defer("body", "header")
    rejected = list(_rejected(channel))
    if state == "applied":
        sent = sent.filter(seq__lte=channel.peer_has).exclude(seq__in=rejected)
    elif state:
        sent = sent.filter(seq__in=rejected) if state == "rejected" else sent.none()
    return sent.order_by(F("seq").desc(nulls_first=True), "-id")


def shown(channel: Channel, rows: Iterable[InboxEntry | OutboxEntry]) -> list[Line]:
    """Return rows as lines."""
    rules = _rejected(channel)
    return [_line(row, channel, rules) for row in rows]


def page_of(channel: Channel, form: JournalForm, number: str | None) -> tuple[object, Sequence[Line]]:
    """Return a page of the journal and its lines."""
    rows = lines_of(channel, form)
    page = Paginator(rows, PAGE).get_page(number)
    return page, shown(channel, rows[page.start_index() - 1 if page.start_index() else 0 : page.end_index()])


def csv_lines(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the lines of a file; codes stay English, nothing in it is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("seq", "time", "kind", "item", "version", "state", "rule"))
    for line in lines:
        at = f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}"
        writer.writerow((line.seq, at, line.kind, line.item, line.version, line.state, line.rule))
    yield out.getvalue()


def _rejected(channel: Channel) -> dict[int, str]:
    """Return what the peer refused of ours and did not take later."""
    rules: dict[int, str] = {}
    for receipt in Receipt.objects.filter(channel=channel, ours=False).exclude(rejected=[]).order_by("id"):
        rules |= {int(one["seq"]): str(one["rule"]) for one in receipt.rejected}
    if rules:
        later = Receipt.objects.filter(channel=channel, ours=False, first=F("last"), first__in=rules, rejected=[])
        for seq in later.values_list("first", flat=True):
            rules.pop(seq, None)
    return rules


def _line(row: InboxEntry | OutboxEntry, channel: Channel, rules: dict[int, str]) -> Line:
    if isinstance(row, InboxEntry):
        item = "" if row.item_id is None else str(row.item_id)
        return Line(row.seq, row.received_at, row.kind, item, row.item_ver, f"entry.{row.state}", row.rule)
    rule = rules.get(row.seq or 0, "")
    state = "entry.rejected" if rule else "entry.queued"
    if not rule and row.seq is not None and row.seq <= channel.peer_has:
        state = "entry.receipted"
    return Line(row.seq, row.created_at, row.kind, str(row.item_id), row.item_ver, state, rule)
