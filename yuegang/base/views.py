"""Pages of jobs, and the forms of saved filters."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_GET, require_POST

from yuegang.base import jobs, saved_filters
from yuegang.base.guards import officer_required
from yuegang.base.models import JobProgress


def officer_of(request: HttpRequest) -> Any:  # Any: the user model, which stands beside this room
    """Return the signed-in officer of a guarded view."""
    return request.user


@require_GET
@officer_required
def show_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = jobs.job_for(officer_of(request).id, job_id)
    return render(request, "base/job.html", _job_context(job))


def _etag(request: HttpRequest, job_id: UUID) -> str | None:
    """Return a tag that changes when the shown progress does; the language is part of what is shown."""
    job = JobProgress.objects.filter(pk=job_id).first()
    return None if job is None else f'"{job.id}-{job.state}-{job.done}-{job.total}-{get_language()}"'


@require_GET
@officer_required
@condition(etag_func=_etag)
def job_progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = jobs.job_for(officer_of(request).id, job_id)
    response = render(request, "base/_job.html", _job_context(job))
    response["Cache-Control"] = "private, no-cache"
    if job.state == JobProgress.State.DONE and job.result_url:
        response["HX-Redirect"] = job.result_url
    return response


@require_POST
@officer_required
def stop_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    jobs.cancel(jobs.job_for(officer_of(request).id, job_id))
    return redirect("base:job", job_id)


def _job_context(job: JobProgress) -> dict[str, object]:
    return {
        "job": job,
        "label": jobs.kind_of(job.kind).label,
        "url": reverse("base:job_progress", args=[job.id]),
        "cancel_url": reverse("base:stop_job", args=[job.id]),
    }


@require_POST
@officer_required
def save_filter(request: HttpRequest) -> HttpResponse:
    form = request.POST
    try:
        saved_filters.save(
            officer_of(request),
            page=form.get("page", ""),
            name=form.get("name", ""),
            query=form.get("query", ""),
            share=form.get("share") == "on",
        )
    except ValidationError:
        text = _("The filter was not kept: choose something and give it a name of at most 60 characters.")
        messages.error(request, text)
    return redirect(_back(request))


@require_POST
@officer_required
def remove_filter(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    saved_filters.remove(officer_of(request), filter_id)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Return the page the form stood on, if it is one of ours."""
    address = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())
    return address if is_ours else "/"
