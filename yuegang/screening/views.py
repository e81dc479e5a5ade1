"""Pages of the screening desk: lists under watch, manifests, and hits judged one after another by keys."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yuegang.accounts.guards import officer_of, role_required
from yuegang.base.files.errors import FileRefused, refusal_text
from yuegang.base.imports.errors import ImportRefused
from yuegang.base.imports.errors import sentence as import_sentence
from yuegang.screening import access, actions
from yuegang.screening.errors import SENTENCES, ScreeningRefused, sentence
from yuegang.screening.forms import EntryForm, FileForm, ListForm, MatchForm
from yuegang.screening.models import Hit, Manifest, WatchEntry, WatchList
from yuegang.screening.reasons import others, reasons

PER_PAGE = 50
LISTED = 30  # manifests on the desk
QUEUED = 12  # hits beside the one in hand
screeners = role_required(*access.SCREENING_ROLES)


@require_http_methods(["GET", "POST"])
@screeners
def desk(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            manifest = actions.take_in(form.cleaned_data["file"], officer)
        except FileRefused as error:
            form.add_error("file", refusal_text(error))
        except ImportRefused as error:
            form.add_error("file", import_sentence(error.rule, error.detail))
        else:
            return redirect("screening:match", manifest.id)
    waiting = Count("hits", filter=Q(hits__judgement=Hit.Judgement.OPEN))
    manifests = access.manifests_for(officer).annotate(found=Count("hits"), waiting=waiting)[:LISTED]
    lists = access.lists_for(officer).annotate(size=Count("entries", filter=Q(entries__withdrawn_at=None)))
    context = {"form": form, "manifests": manifests, "lists": lists, "list_form": ListForm()}
    return render(request, "screening/desk.html", context)


@require_POST
@screeners
def add_list(request: HttpRequest) -> HttpResponse:
    form = ListForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        watch_list = actions.add_list(form.save(commit=False), officer_of(request))
    except ValidationError as broken:
        messages.error(request, " ".join(broken.messages))
        return redirect("screening:desk")
    return redirect("screening:list", watch_list.id)


@require_http_methods(["GET", "POST"])
@screeners
def show_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    try:
        watch_list = access.list_for(officer_of(request), list_id)
    except WatchList.DoesNotExist as absent:
        raise Http404 from absent
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_entry(form.save(commit=False), watch_list, officer_of(request))
        except ValidationError as broken:
            form.add_error(None, broken.messages)
        else:
            messages.success(request, _("The entry is under watch from the next screening on."))
            return redirect("screening:list", list_id)
    page = Paginator(access.entries_of(watch_list), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "screening/list.html", {"watch_list": watch_list, "form": form, "page": page})


@require_POST
@screeners
def withdraw(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    try:
        entry = access.entry_for(officer_of(request), entry_id)
    except WatchEntry.DoesNotExist as absent:
        raise Http404 from absent
    actions.withdraw_entry(entry, officer_of(request))
    messages.success(request, _("The entry is no longer under watch."))
    return redirect("screening:list", entry.watch_list_id)


def _manifest(request: HttpRequest, manifest_id: UUID) -> Manifest:
    try:
        return access.manifest_for(officer_of(request), manifest_id)
    except Manifest.DoesNotExist as absent:
        raise Http404 from absent


@require_http_methods(["GET", "POST"])
@screeners
def match(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    manifest = _manifest(request, manifest_id)
    form = MatchForm(manifest, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        mapping = form.mapping()
        try:
            if mapping is None:
                raise ScreeningRefused("mapping.twice")
            job = actions.start(manifest, mapping, officer_of(request))
        except ScreeningRefused as refused:
            form.add_error(None, sentence(refused))
        else:
            return redirect("base:job", job.id)
    rows = [(form[f"column_{header['position']}"], header) for header in manifest.headers]
    return render(request, "screening/match.html", {"manifest": manifest, "form": form, "rows": rows})


@require_POST
@screeners
def resume(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    try:
        job = actions.start(_manifest(request, manifest_id), None, officer_of(request))
    except ScreeningRefused as refused:
        messages.error(request, sentence(refused))
        return redirect("screening:manifest", manifest_id)
    return redirect("base:job", job.id)


@require_GET
@screeners
def show_manifest(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    manifest = _manifest(request, manifest_id)
    if manifest.job is None:
        return redirect("screening:match", manifest_id)
    tally = dict.fromkeys(Hit.Judgement.values, 0)
    tally.update(manifest.hits.order_by().values_list("judgement").annotate(n=Count("id")))
    chips = [
        {"code": value, "label": label, "count": tally[value], "is_current": request.GET.get("show", "") == value}
        for value, label in Hit.Judgement.choices
    ]
    found = access.hits_of(manifest)
    if request.GET.get("show") in Hit.Judgement.values:
        found = found.filter(judgement=request.GET["show"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "manifest": manifest,
        "page": page,
        "chips": chips,
        "alerts": manifest.hits.filter(is_alert=True).count(),
        "first": access.open_hits(manifest).first(),
        "judged": manifest.hits.filter(judged_by=officer_of(request)).exists(),
    }
    return render(request, "screening/manifest.html", context)


@require_http_methods(["GET", "POST"])
@screeners
def hit(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    try:
        found = access.hit_for(officer, hit_id)
    except Hit.DoesNotExist as absent:
        raise Http404 from absent
    if request.method == "POST":
        return _judge(request, found)
    waiting = access.open_hits(found.manifest)
    queue = list(waiting[:QUEUED])
    after = [other for other in queue if other.id != found.id]
    context = {
        "hit": found,
        "reasons": reasons(found),
        "others": others(found),
        "queue": queue,
        "waiting": waiting.count(),
        "judged": found.manifest.hits.filter(judged_by=officer).count(),
        "next": after[0] if after else None,
    }
    return render(request, "screening/hit.html", context)


def _judge(request: HttpRequest, found: Hit) -> HttpResponse:
    judgement = request.POST.get("judgement", "")
    if judgement not in {Hit.Judgement.SAME, Hit.Judgement.OTHER, Hit.Judgement.UNSURE}:
        raise Http404
    try:
        actions.judge(found, judgement, officer_of(request))
    except ScreeningRefused as refused:
        messages.error(request, sentence(refused))
    waiting = access.open_hits(found.manifest).first()
    if waiting is None:
        return redirect("screening:manifest", found.manifest_id)
    return redirect("screening:hit", waiting.id)


@require_POST
@screeners
def undo(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    try:
        taken_back = actions.undo(_manifest(request, manifest_id), officer_of(request))
    except ScreeningRefused:
        messages.error(request, str(SENTENCES["hit.nothing"]))
        return redirect("screening:manifest", manifest_id)
    return redirect("screening:hit", taken_back.id)
