"""Pages of an import: choose a file, match columns, preview, confirm, result, take back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yuegang.base import clock
from yuegang.base.files.errors import FileRefused, refusal_text
from yuegang.base.files.kinds import XLSX
from yuegang.base.files.serving import serve_bytes
from yuegang.base.guards import officer_required
from yuegang.base.imports import actions, presenting, workbooks
from yuegang.base.imports.errors import ImportRefused, sentence
from yuegang.base.imports.forms import ColumnsForm, UploadForm
from yuegang.base.imports.kinds import LANGUAGES, kind_of, kinds_for
from yuegang.base.models import ImportRun

PAGE = 50  # rows of a preview page
LISTED = 30  # imports in the list
State = ImportRun.State


def officer_of(request: HttpRequest) -> Any:  # Any: the user model, which stands beside this room
    """Return the signed-in officer of a guarded view."""
    return request.user


@require_http_methods(["GET", "POST"])
@officer_required
def imports(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    kinds = kinds_for(officer)
    form = UploadForm(kinds, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.upload(form.cleaned_data["kind"], form.cleaned_data["file"], officer)
        except FileRefused as error:
            form.add_error("file", refusal_text(error))
        except ImportRefused as error:
            form.add_error("file", sentence(error.rule, error.detail))
        else:
            return redirect("base:import_columns", run.id)
    context = {"form": form, "kinds": kinds, "runs": actions.runs_of(officer)[:LISTED]}
    return render(request, "base/imports.html", context)


@require_GET
@officer_required
def template(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    found = kinds_for(officer_of(request)).get(kind)
    if found is None or language not in LANGUAGES:
        raise Http404
    return serve_bytes(workbooks.template(found, language), XLSX, f"{kind}-{language}.xlsx")


@require_GET
@officer_required
def show_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    run = actions.run_for(officer_of(request), run_id)
    if run.job is not None and not run.job.has_ended:
        return redirect("base:job", run.job.id)
    if run.state in {State.UPLOADED, State.MAPPED}:
        return redirect("base:import_columns", run.id)
    kind = kind_of(run.kind)
    show = request.GET.get("show", "around" if run.counts.get("error") else "all")
    page = Paginator(presenting.shown_rows(run, show), PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "kind": kind,
        "show": show,
        "chips": _chips(run, show),
        "heads": presenting.heads(run, kind),
        "lines": presenting.lines(run, kind, list(page.object_list)),
        "page": page,
        "steps": _steps(run),
        "can_be_undone": run.can_be_undone(clock.now()),
    }
    return render(request, "base/import_run.html", context)


def _chips(run: ImportRun, show: str) -> list[dict[str, object]]:
    labels = [
        ("all", _("All"), run.counts.get("total", 0)),
        ("around", _("Errors with the rows around them"), run.counts.get("error", 0)),
        ("new", _("New"), run.counts.get("new", 0)),
        ("changed", _("Changed"), run.counts.get("changed", 0)),
        ("same", _("Unchanged"), run.counts.get("same", 0)),
        ("skipped", _("Left out"), run.counts.get("skipped", 0)),
    ]
    return [
        {"code": code, "label": label, "count": count, "is_current": code == show}
        for code, label, count in labels
        if count or code in {"all", show}
    ]


def _steps(run: ImportRun) -> list[dict[str, object]]:
    labels = [_("Choose file"), _("Match columns"), _("Preview"), _("Confirm")]
    at = {State.UPLOADED: 1, State.MAPPED: 1, State.PREVIEWED: 2}.get(State(run.state), 4)
    return [
        {"label": label, "state": "ok" if number < at else "now" if number == at else ""}
        for number, label in enumerate(labels)
    ]


@require_http_methods(["GET", "POST"])
@officer_required
def columns(request: HttpRequest, run_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    run = actions.run_for(officer, run_id)
    kind = kind_of(run.kind)
    form = ColumnsForm(run, kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        mapping = form.mapping()
        try:
            if mapping is None:
                raise ImportRefused("mapping.twice", found="")
            job = actions.match_columns(run, mapping, officer)
        except ImportRefused as error:
            form.add_error(None, _refusal(error, run))
        else:
            return redirect("base:job", job.id) if job else redirect("base:import_run", run.id)
    rows = [(form[f"column_{header['position']}"], header) for header in run.headers]
    context = {"run": run, "kind": kind, "form": form, "rows": rows, "steps": _steps(run)}
    return render(request, "base/import_columns.html", context)


def _refusal(error: ImportRefused, run: ImportRun) -> str:
    """Return the sentence of a refusal, with our columns named in the reader's language."""
    if error.rule != "mapping.missing":
        return sentence(error.rule, error.detail)
    keys = str(error.detail["found"]).split(", ")
    return sentence(error.rule, {"found": presenting.titles(kind_of(run.kind), keys)})


@require_POST
@officer_required
def correct(request: HttpRequest, run_id: UUID, number: int) -> HttpResponse:
    officer = officer_of(request)
    run = actions.run_for(officer, run_id)
    values = {request.POST.get("key", ""): request.POST.get("value", "")}
    try:
        count = actions.correct(run, number, values, officer, everywhere="everywhere" in request.POST)
    except ImportRefused as error:
        messages.error(request, sentence(error.rule, error.detail))
    else:
        messages.success(request, _("Corrected in %(count)s rows. Your file stays as it is.") % {"count": count})
    return redirect("base:import_run", run.id)


@require_POST
@officer_required
def skip(request: HttpRequest, run_id: UUID, number: int) -> HttpResponse:
    run = actions.run_for(officer_of(request), run_id)
    try:
        actions.skip(run, number)
    except ImportRefused as error:
        messages.error(request, sentence(error.rule, error.detail))
    return redirect("base:import_run", run.id)


@require_GET
@officer_required
def errors_workbook(request: HttpRequest, run_id: UUID) -> HttpResponse:
    run = actions.run_for(officer_of(request), run_id)
    stem = run.file.name.rsplit(".", 1)[0]
    return serve_bytes(workbooks.with_errors(run), XLSX, f"{stem}-errors.xlsx")


@require_POST
@officer_required
def confirm(request: HttpRequest, run_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    run = actions.run_for(officer, run_id)
    try:
        job = actions.confirm(run, officer)
    except ImportRefused as error:
        messages.error(request, sentence(error.rule, error.detail))
        return redirect("base:import_run", run.id)
    return redirect("base:job", job.id)


@require_http_methods(["GET", "POST"])
@officer_required
def undo(request: HttpRequest, run_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    run = actions.run_for(officer, run_id)
    if request.method == "GET":
        return render(request, "base/import_undo.html", {"run": run})
    try:
        job = actions.take_back(run, officer)
    except ImportRefused as error:
        messages.error(request, sentence(error.rule, error.detail))
        return redirect("base:import_run", run.id)
    return redirect("base:job", job.id)
