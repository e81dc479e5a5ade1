"""The pages of law, the same for the public and for officers; `frame` is the page around them."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from yuegang.base import clock
from yuegang.base.pages import show
from yuegang.library.law import access, presenting
from yuegang.library.law.forms import CatalogueForm
from yuegang.library.law.models import Provision, Version, Work
from yuegang.parties import access as parties


def catalogue(request: HttpRequest, frame: str) -> HttpResponse:
    form = CatalogueForm(request.GET)
    asked = form.asked()
    found = access.works(asked["place"], asked["topic"], asked["q"])
    groups = [(label, [work for work in found if work.place == place]) for place, label in Work.Place.choices]
    groups = [(label, works) for label, works in groups if works]
    return show(
        request, "law/catalogue.html", {"frame_page": frame, "form": form, "groups": groups, "count": len(found)}
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404 from wrong


def _work(place: str, code: str) -> Work:
    found = access.work(place, code)
    if found is None:
        raise Http404
    return found


def _checker(code: str) -> str:
    """The name of the agency that checked, in the reader's language; its code where it is not known here."""
    found = parties.agencies().filter(pk=code).first()
    return found.short() if found is not None else code


def _may_review(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "user", None), "roles", frozenset()) & set(access.EDITING))


def work(request: HttpRequest, frame: str, place: str, code: str, day: str = "") -> HttpResponse:
    found = _work(place, code)
    asked = _day(day)
    known = access.versions(found)
    currency = presenting.currency(found, known, asked)
    context = {
        "frame_page": frame,
        "work": found,
        "currency": currency,
        "versions": presenting.version_lines(found, known, currency.shown),
        "contents": presenting.contents(found, currency.shown, asked),
        "checked_by": _checker(currency.shown.checked_by) if currency.shown else "",
        "may_review": currency.shown is not None and _may_review(request),
    }
    return show(request, "law/work.html", context)


def provision(request: HttpRequest, frame: str, place: str, code: str, number: str, **on: str) -> HttpResponse:
    found = _work(place, code)
    asked = _day(on.get("day", ""))
    known = access.versions(found)
    currency = presenting.currency(found, known, asked)
    there = access.provision(currency.shown, number) if currency.shown else None
    note = access.note(found, number)
    if there is None and note is None:
        raise Http404
    context: dict[str, object] = {
        "frame_page": frame,
        "work": found,
        "number": number,
        "label": there.label if there else number,
        "provision": there,
        "note": note,
        "currency": currency,
        "versions": presenting.version_lines(found, known, currency.shown, number),
        "history": presenting.history_lines(found, known, number),
        "corresponding": presenting.corresponding(access.counterparts(found, number)),
        "work_url": presenting.address(found, day=asked),
        "checked_by": _checker(currency.shown.checked_by) if currency.shown else "",
        **_texts(request, found, there, currency),
        **_neighbours(found, there, asked),
    }
    return show(request, "law/provision.html", context)


def _texts(
    request: HttpRequest, found: Work, there: Provision | None, currency: presenting.Currency
) -> dict[str, object]:
    if there is None or currency.shown is None:
        return {"columns": [], "rows": [], "languages_there": [], "chosen": [], "is_missing": False}
    texts = list(there.texts.all())
    chosen = presenting.choose(texts, request.GET.getlist("text"))
    shown = presenting.columns(texts, chosen, currency.shown, found)
    own = presenting.reader()
    return {
        "columns": shown,
        "rows": presenting.rows(shown),
        "languages_there": presenting.possible_languages(texts),
        "chosen": chosen,
        "is_missing": own not in {text.language for text in texts},
    }


def _neighbours(found: Work, there: Provision | None, asked: date | None) -> dict[str, object]:
    if there is None:
        return {"before_url": "", "after_url": "", "before_label": "", "after_label": ""}
    before, after = access.neighbours(there)
    return {
        "before_url": presenting.address(found, before.number, asked) if before else "",
        "after_url": presenting.address(found, after.number, asked) if after else "",
        "before_label": before.label if before else "",
        "after_label": after.label if after else "",
    }


def compare(request: HttpRequest, frame: str, place: str, code: str, number: str) -> HttpResponse:
    found = _work(place, code)
    known = access.versions(found)
    sides = [_side(known, request.GET.get(name, ""), number) for name in ("from", "to")]
    before, after = sides
    if before is None or after is None:
        raise Http404
    context = {
        "frame_page": frame,
        "work": found,
        "label": after.label,
        "before": before.version,
        "after": after.version,
        "compared": presenting.compared(before, after),
        "back": presenting.address(found, number),
    }
    return show(request, "law/compare.html", context)


def _side(known: list[Version], text: str, number: str) -> Provision | None:
    day = _day(text) or clock.today()
    version = access.version_on(known, day)
    return access.provision(version, number) if version else None


def go(request: HttpRequest, frame: str, place: str, code: str, number: str = "") -> HttpResponse:
    """Lead to the permalink of the day that was chosen."""
    found = _work(place, code)
    return redirect(presenting.address(found, number, _day(request.GET.get("on", ""))))
