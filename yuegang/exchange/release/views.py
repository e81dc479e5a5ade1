"""The release desk, the page of one release and the steps taken on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yuegang.accounts.guards import officer_of, officer_required, recent_sign_in_required
from yuegang.accounts.models import Officer
from yuegang.audit.access import trail_of
from yuegang.exchange.release import access, actions, checking, manifest_page, page, rows
from yuegang.exchange.release.chain_changes import READING
from yuegang.exchange.release.clearance import preview
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.forms import ChooseAssessmentForm, GroundsForm, NoteForm, ResolveForm
from yuegang.exchange.release.handlers import releasable
from yuegang.exchange.release.models import Release, ReleaseFinding, State
from yuegang.exchange.release.wording import REFUSED, ROLE_WORDS, STATUTES


@require_GET
@officer_required
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I must ratify, what I sent in."""
    officer = officer_of(request)
    found = access.desk(officer)
    listed = {
        name: [rows.row_of(release) for release in releases]
        for name, releases in (("waiting", found.waiting), ("ratify", found.ratify), ("own", found.own))
    }
    may_read_chains = not officer.roles.isdisjoint(READING)
    registers = access.may_read_persons(officer), access.may_read_assessments(officer), may_read_chains
    return render(request, "release/desk.html", {**listed, "is_empty": found.is_empty, "registers": registers})


@require_GET
@officer_required
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything the approver needs on one page."""
    officer = officer_of(request)
    release = release_or_404(officer, pk)
    if release.has_left:
        return render(request, "release/left.html", left_context(release, officer))
    return render(request, "release/item.html", item_context(request, release))


def release_or_404(officer: Officer, pk: UUID) -> Release:
    """Return a release the officer may see; to anybody else it is not there."""
    try:
        return access.release_for(officer, pk)
    except Release.DoesNotExist as absent:
        raise Http404 from absent


def item_context(request: HttpRequest, release: Release, **forms: Any) -> dict[str, object]:  # Any: bound forms
    """Return what the page of an open release shows."""
    officer = officer_of(request)
    handler = releasable(release.kind)
    may_sign = access.may_sign(release, officer)
    ready = preview(release, officer if may_sign else None)
    images = list(release.images.select_related("source").prefetch_related("views"))
    thumbs = page.thumbs_of(ready, images)
    waiting = [rows.row_of(one) for one in access.desk(officer).waiting]
    return {
        "release": release,
        "title": rows.title_of(release),
        "state": rows.state_of(release),
        "item_url": handler.url(release.item_id),
        "units": rows.units_of(release),
        "may_sign": may_sign,
        "may_work": access.may_work_on(release, officer),
        "is_writer": access.is_writer(release, officer.pk),
        "is_author": release.author_id == officer.pk and release.state == State.WAITING,
        "open_points": page.open_points(release, ready),
        "token": ready.token,
        "chain": rows.chain_of(release),
        "history": rows.history_of(release),
        "queue": waiting,
        "position": rows.position_of(waiting, release),
        "thumbs": thumbs,
        "shown": page.shown_first(thumbs),
        "passages": page.passages_of(release, ready),
        "lines": page.lines_of(release, ready),
        "body": page.exact_body(ready),
        "grounds_form": forms.get("grounds") or grounds_form(release),
        "assessment_form": forms.get("assessment") or assessment_form(release, ready.item),
        "role_words": ROLE_WORDS,
        "statutes": STATUTES,
    }


def grounds_form(release: Release, data: Any = None) -> GroundsForm | None:  # Any: as Form
    """Return the form for class B, with what was stated before; None if the draft has none."""
    schema = releasable(release.kind).schema
    pointers = checking.class_b_pointers(release)
    if not pointers:
        return None
    stated = release.grounds.first()
    initial = {
        "sent": [pointer for pointer in pointers if pointer not in release.withheld],
        "statute": stated.statute if stated else "",
        "necessity": stated.necessity if stated else "",
    }
    fields = [(pointer, page.label_of(schema, pointer)) for pointer in pointers]
    return GroundsForm(data, fields=fields, initial=initial)


def assessment_form(release: Release, composed: Any) -> ChooseAssessmentForm | None:  # Any: a mapping of any fields
    """Return the form for class C; None if the draft has none or no assessment covers it."""
    covering = access.assessments_covering(release)
    if not covering or not checking.filled(releasable(release.kind), composed, "C"):
        return None
    return ChooseAssessmentForm(covering=covering, initial={"assessment": release.assessment})


def left_context(release: Release, officer: Officer) -> dict[str, object]:
    """Return what the page of a release that has left shows: its manifest and the proof of it."""
    entries = [one for one in trail_of(actions.target_of(release), 100) if one.verb == "release.release"]
    return {
        "release": release,
        "title": rows.title_of(release),
        "state": rows.state_of(release),
        "item_url": releasable(release.kind).url(release.item_id),
        "units": rows.units_of(release),
        "manifest": manifest_page.manifest_of(release),
        "chain": rows.chain_of(release),
        "history": rows.history_of(release),
        "audit": entries[0] if entries else None,
        "may_ratify": release.state == State.RATIFY_DUE and access.may_sign(release, officer),
    }


@require_GET
@officer_required
def manifest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What left, for printing."""
    officer = officer_of(request)
    release = release_or_404(officer, pk)
    if not release.has_left:
        raise Http404
    return render(request, "release/manifest.html", left_context(release, officer))


@require_POST
@officer_required
@recent_sign_in_required
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the present step."""
    officer = officer_of(request)
    release = release_or_404(officer, pk)
    try:
        signed = actions.approve(release, officer, seen=request.POST.get("token", ""))
    except ReleaseRefused as error:
        return refused(request, release, error)
    done = _("Signed. It has crossed.") if signed.has_left else _("Signed. It goes to the next signature.")
    messages.success(request, done)
    following = access.desk(officer).waiting
    return redirect(actions.url_of(following[0])) if following else redirect("release:desk")


@require_POST
@officer_required
@recent_sign_in_required
def ratify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ratify an urgent release."""
    officer = officer_of(request)
    release = release_or_404(officer, pk)
    try:
        actions.ratify(release, officer, note=request.POST.get("note", ""))
    except ReleaseRefused as error:
        return refused(request, release, error)
    messages.success(request, _("Ratified."))
    return redirect("release:item", pk)


@require_http_methods(["GET", "POST"])
@officer_required
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return a draft to its author, with the reason."""
    officer = officer_of(request)
    release = release_or_404(officer, pk)
    if not access.may_sign(release, officer):
        raise Http404
    form = NoteForm(request.POST or None)
    if form.is_valid():
        try:
            actions.return_to_author(release, officer, form.cleaned_data["note"])
        except ReleaseRefused as error:
            return refused(request, release, error)
        messages.success(request, _("Returned to the author."))
        return redirect("release:desk")
    return render(request, "release/return.html", {"release": release, "title": rows.title_of(release), "form": form})


@require_POST
@officer_required
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own draft back."""
    officer = officer_of(request)
    release = release_or_404(officer, pk)
    try:
        actions.withdraw(release, officer)
    except ReleaseRefused as error:
        return refused(request, release, error)
    messages.success(request, _("Withdrawn. You can write on."))
    return redirect(releasable(release.kind).url(release.item_id))


@require_POST
@officer_required
def resolve(request: HttpRequest, pk: UUID, finding_pk: UUID) -> HttpResponse:
    """Settle one found place, or open it again."""
    officer = officer_of(request)
    try:
        finding = access.finding_for(officer, pk, finding_pk)
    except ReleaseFinding.DoesNotExist as absent:
        raise Http404 from absent
    form = ResolveForm(request.POST)
    try:
        if "reopen" in request.POST:
            checking.reopen(finding, officer)
        elif form.is_valid():
            checking.resolve(finding, officer, **form.settled())
        else:
            messages.error(request, _("Write the reason, or the words to put in its place."))
    except ReleaseRefused as error:
        return refused(request, finding.release, error)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{actions.url_of(finding.release)}#texts")


@require_POST
@officer_required
def grounds(request: HttpRequest, pk: UUID) -> HttpResponse:
    """State the legal ground for class B, or keep fields home."""
    officer = officer_of(request)
    release = release_or_404(officer, pk)
    form = grounds_form(release, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return render(request, "release/item.html", item_context(request, release, grounds=form), status=422)
    stated = form.cleaned_data
    try:
        checking.state_grounds(
            release, officer, stated["sent"], statute=stated["statute"], necessity=stated["necessity"]
        )
    except ReleaseRefused as error:
        return refused(request, release, error)
    messages.success(request, _("Kept."))
    return redirect(f"{actions.url_of(release)}#leaving")


@require_POST
@officer_required
def assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the assessment under which class C crosses, or none."""
    officer = officer_of(request)
    release = release_or_404(officer, pk)
    form = ChooseAssessmentForm(request.POST, covering=access.assessments_covering(release))
    try:
        if form.is_valid():
            checking.choose_assessment(release, officer, form.cleaned_data["assessment"])
            messages.success(request, _("Kept."))
    except ReleaseRefused as error:
        return refused(request, release, error)
    return redirect(f"{actions.url_of(release)}#leaving")


def refused(request: HttpRequest, release: Release, error: ReleaseRefused) -> HttpResponse:
    """Say why a step was refused; what is not the officer's to do does not exist for him or her."""
    if error.rule == "release.not_yours":
        raise Http404 from error
    messages.error(request, str(REFUSED.get(error.rule, error.rule)))
    return redirect(actions.url_of(release))
