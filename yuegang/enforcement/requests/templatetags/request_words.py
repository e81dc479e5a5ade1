"""How pages say the state of requests and answers."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from yuegang.base import clock
from yuegang.enforcement.requests.choices import Proof
from yuegang.enforcement.requests.models import Answer, Request

register = template.Library()

SHAPES = {
    "draft": "none", "in_release": "work", "sent": "wait", "acknowledged": "work", "partly": "work",
    "answered": "done", "closed": "shut", "refused": "shut",
}  # fmt: skip
ANSWER_SHAPES = {"answered": "done", "none_found": "done", "passed_on": "wait", "declined": "shut"}


@register.filter
def request_shape(request: Request) -> str:
    """Return the shape of a request's state."""
    return "new" if request.is_incoming and request.status == Request.Status.SENT else SHAPES[request.status]


@register.filter
def answer_shape(answer: Answer) -> str:
    """Return the shape of an answer's state."""
    return ANSWER_SHAPES[answer.state]


@register.simple_tag
def answer_words(answer: Answer) -> str:
    """Say what an answer rests on, how sure and how long it holds."""
    parts = [
        answer.get_source_display() if answer.source else "",
        answer.get_certainty_display() if answer.certainty else "",
    ]
    if answer.passed_to:
        parts.append(answer.passed_to)
    if answer.valid_until:
        parts.append(_("valid until %(day)s") % {"day": answer.valid_until.isoformat()})
    labels = dict(Proof.choices)
    parts += [str(labels.get(code, code)) for code in answer.proofs]
    return _("; ").join(str(part) for part in parts if part)


@register.simple_tag
def this_year() -> str:
    """Return the address of this year's table."""
    return reverse("requests:year", args=[clock.today().year])
