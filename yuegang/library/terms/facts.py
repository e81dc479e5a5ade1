"""Load the shipped term table; what officers changed stays as they left it."""

from yuegang.law_files import read_terms
from yuegang.library.terms.actions import keep_wordings
from yuegang.library.terms.models import Term
from yuegang.parties.loading import LoadReport

SOURCE = "product study C.6"


def load_terms() -> LoadReport:
    """Insert the terms that are not here yet."""
    report = LoadReport(Term._meta.label)
    known = set(Term.objects.values_list("zh_hans", flat=True))
    rows = {row["zh-Hans"]: row for row in read_terms()["preferred"]}
    new = [
        Term(zh_hans=row["zh-Hans"], zh_hant=row["zh-Hant"], en=row["en"], source=SOURCE)
        for row in rows.values()
        if row["zh-Hans"] not in known
    ]
    keep_wordings(Term.objects.bulk_create(new), "facts")
    report.new, report.same = len(new), len(rows) - len(new)
    return report
