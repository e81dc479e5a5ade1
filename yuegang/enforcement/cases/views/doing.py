"""What the pages of cases do the same way: find or 404, act, say what was refused and by which rule."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base.files.errors import FileRefused, refusal_text
from yuegang.enforcement.cases import access
from yuegang.enforcement.cases.errors import NotClosable
from yuegang.enforcement.cases.gaps import gap_words
from yuegang.enforcement.cases.models import Case, Exhibit, SeizureLine
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.models import Lead
from yuegang.enforcement.views import refusals

WORDS: Mapping[str, Any] = {  # lazy words by rule
    "case.closed": _("The case is closed. Reopen it first."),
    "edit.conflict": _("Somebody changed the case since you opened this page. Look at it again, then change it."),
    "merge.status": _("A lead is merged after it was acknowledged and before it is closed."),
    "merge.elsewhere": _("The lead belongs to a case already."),
    "merge.absent": _("The lead is not in this case."),
    "merge.many": _("At most 50 leads are merged at once."),
    "stage.step": _("There is no such step from this stage."),
    "determine.stage": _("Begin the investigation first; after disposal a determination stands."),
    "close.outcome": _("Choose how the case ended."),
    "close.note": _("This outcome needs a reason."),
    "reopen.stage": _("The case is open."),
    "reopen.reason": _("Say why the case is opened again."),
    "seizure.photos": _("At most 12 pictures go with one seizure."),
    "seizure.taken": _("This report was sent already by somebody else. Open the form anew."),
    "seizure.filed": _("The seizure belongs to another case."),
    "seizure.lead": _("Merge the lead into the case first."),
    "void.reason": _("Say why the line is struck out."),
    "void.done": _("The line is struck out already."),
    "exhibit.seizure": _("The seizure does not belong to this case."),
    "custody.ended": _("The exhibit has left our custody: no further step is possible."),
}
ABSENT = (Case.DoesNotExist, SeizureLine.DoesNotExist, Exhibit.DoesNotExist, Lead.DoesNotExist)


def words_of(error: NotPossible) -> str:
    """Return the sentence of a refusal."""
    return str(WORDS[error.rule]) if error.rule in WORDS else refusals.words_of(error.rule)


def found_case(officer: Officer, case_id: UUID) -> Case:
    """Return a case or answer 404, absent and forbidden alike."""
    try:
        return access.case_for(officer, case_id)
    except Case.DoesNotExist as absent:
        raise Http404 from absent


def act(request: HttpRequest, case_id: UUID, do: Callable[[], object], done: str) -> HttpResponse:
    """Do an action of a case's page and go back to it, saying what was done or why not."""
    try:
        do()
    except ABSENT as absent:
        raise Http404 from absent
    except NotClosable as refusal:
        for gap in refusal.gaps:
            messages.warning(request, gap_words(gap))
    except NotPossible as refusal:
        messages.error(request, words_of(refusal))
    except ValidationError as broken:
        for line in broken.messages:
            messages.error(request, line)
    else:
        messages.success(request, done)
    return redirect("cases:case", case_id)


def tell_invalid(request: HttpRequest, form: forms.Form) -> None:
    """Say every error of a small form as a message that names its field."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            messages.error(request, f"{label}: {error}" if label else str(error))


def try_save(form: forms.Form, do: Callable[[], Any]) -> Any:  # Any: what the action returns, or None
    """Do an action for a form; what it refuses stands on the form afterwards."""
    try:
        return do()
    except ABSENT as absent:
        raise Http404 from absent
    except NotPossible as refusal:
        form.add_error(None, words_of(refusal))
    except FileRefused as refused:
        form.add_error(None, refusal_text(refused))
    except ValidationError as broken:
        found = broken.error_dict if hasattr(broken, "error_dict") else {None: broken.error_list}
        for name, errors in found.items():
            plain = name.removesuffix("_id") if name else None
            form.add_error(plain if plain in form.fields else None, errors)
    return None
