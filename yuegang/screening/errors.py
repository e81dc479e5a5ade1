"""What screening refuses, and the one table that says it to a person."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _


class ScreeningRefused(Exception):
    """Something that cannot be done; `rule` is a stable code."""

    def __init__(self, rule: str, **detail: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.detail: Mapping[str, object] = detail


SENTENCES = {
    "mapping.nothing": _("Match at least one column: without any there is nothing to compare."),
    "mapping.twice": _("One of our columns was chosen twice."),
    "manifest.running": _("This manifest is being screened already."),
    "manifest.done": _("Every line of this manifest was screened."),
    "hit.judged": _("Someone has judged this hit already."),
    "hit.nothing": _("There is no judgement of yours to take back."),
}


def sentence(refused: ScreeningRefused) -> str:
    """Return the sentence of a refusal in the reader's language."""
    return str(SENTENCES[refused.rule]) % dict(refused.detail)
