"""What an officer was told, and how often to be mailed."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuegang.base.guards import officer_required
from yuegang.notices import access, actions
from yuegang.notices.forms import RhythmForm
from yuegang.notices.models import Notice
from yuegang.notices.wording import subject

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A notice as the list shows it."""

    notice: Notice
    text: str


@require_GET
@officer_required
def notices(request: HttpRequest) -> HttpResponse:
    only_unread = request.GET.get("show") != "all"
    found = access.notices_of(_reader(request))
    shown = found.filter(read_at=None) if only_unread else found
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    lines = [Line(notice, subject(notice.kind, notice.params)) for notice in page.object_list]
    context = {
        "page": page,
        "lines": lines,
        "only_unread": only_unread,
        "unread": access.unread_count(_reader(request)),
    }
    return render(request, "notices/list.html", context)


@require_POST
@officer_required
def mark(request: HttpRequest) -> HttpResponse:
    ids = [int(text) for text in request.POST.getlist("notice") if text.isdecimal() and len(text) < 19]
    act = request.POST.get("act")
    if act == "read":
        actions.mark_read(_reader(request), ids)
    elif act == "unread":
        actions.mark_unread(_reader(request), ids)
    elif act == "all":
        actions.mark_all_read(_reader(request))
    return redirect(_back(request))


@require_GET  # it marks as read, which may happen twice
@officer_required
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    notice = access.notices_of(_reader(request)).filter(pk=pk).first()
    if notice is None:
        return redirect("notices:list")
    actions.mark_read(_reader(request), [pk])
    return redirect(notice.url or "notices:list")


@officer_required
def rhythms(request: HttpRequest) -> HttpResponse:
    form = RhythmForm(request.POST or None, rhythms=access.rhythms_of(_reader(request)))
    if request.method == "POST" and form.is_valid():
        actions.choose_rhythms(_reader(request), form.chosen())
        messages.success(request, _("Saved."))
        return redirect("notices:rhythms")
    return render(request, "notices/rhythms.html", {"form": form})


def _reader(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)  # the guard let no one else through


def _back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if ours else "notices:list"
