"""The pictures of a release: full size, boxes, sent or not; and the bytes themselves."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuegang.accounts.guards import officer_of, officer_required
from yuegang.accounts.models import Officer
from yuegang.base.files.errors import FileRefused, refusal_text
from yuegang.base.files.serving import serve, serve_thumbnail
from yuegang.exchange.release import access, checking, page, rows
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.forms import BoxForm
from yuegang.exchange.release.models import ReleaseImage
from yuegang.exchange.release.views import refused

MEDIUM = 1280  # pixels of the longer edge


def image_or_404(officer: Officer, pk: UUID, image_pk: UUID) -> ReleaseImage:
    """Return a picture of a release the officer may see; to anybody else it is not there."""
    try:
        return access.image_for(officer, pk, image_pk)
    except ReleaseImage.DoesNotExist as absent:
        raise Http404 from absent


@require_GET
@officer_required
def picture(request: HttpRequest, pk: UUID, image_pk: UUID) -> HttpResponse:
    """One picture in full size."""
    image = image_or_404(officer_of(request), pk, image_pk)
    return render(request, "release/picture.html", _context(request, image, BoxForm()))


def _context(request: HttpRequest, image: ReleaseImage, form: BoxForm) -> Mapping[str, object]:
    officer, release = officer_of(request), image.release
    images = list(release.images.prefetch_related("views"))
    return {
        "release": release,
        "title": rows.title_of(release),
        "image": image,
        "boxes": page.boxes_of(image),
        "count": len(images),
        "was_seen": any(view.officer_id == officer.pk for view in image.views.all()),
        "previous": next((one for one in images if one.number == image.number - 1), None),
        "following": next((one for one in images if one.number == image.number + 1), None),
        "may_work": access.may_work_on(release, officer) and not release.has_left,
        "may_sign": access.may_sign(release, officer),
        "form": form,
    }


@require_GET
@officer_required
def picture_file(request: HttpRequest, pk: UUID, image_pk: UUID) -> HttpResponse:
    """The kept original, for those who decide on it."""
    return serve(image_or_404(officer_of(request), pk, image_pk).source)


@require_GET
@officer_required
def picture_small(request: HttpRequest, pk: UUID, image_pk: UUID) -> HttpResponse:
    """A small picture for the row."""
    return serve_thumbnail(image_or_404(officer_of(request), pk, image_pk).source)


@require_GET
@officer_required
def picture_medium(request: HttpRequest, pk: UUID, image_pk: UUID) -> HttpResponse:
    """The picture as wide as the page's middle column."""
    return serve_thumbnail(image_or_404(officer_of(request), pk, image_pk).source, MEDIUM)


@require_GET
@officer_required
def picture_burnt(request: HttpRequest, pk: UUID, image_pk: UUID) -> HttpResponse:
    """The picture as it left."""
    image = image_or_404(officer_of(request), pk, image_pk)
    if image.burnt is None:
        raise Http404
    return serve(image.burnt)


@require_POST
@officer_required
def add_box(request: HttpRequest, pk: UUID, image_pk: UUID) -> HttpResponse:
    """Put one more box on a picture."""
    officer = officer_of(request)
    image = image_or_404(officer, pk, image_pk)
    form = BoxForm(request.POST)
    if not form.is_valid():
        return render(request, "release/picture.html", _context(request, image, form), status=422)
    try:
        checking.set_boxes(image, officer, [*image.boxes, form.cleaned_data])
    except FileRefused as error:
        messages.error(request, refusal_text(error))
    except ReleaseRefused as error:
        return refused(request, image.release, error)
    return redirect("release:picture", pk, image_pk)


@require_POST
@officer_required
def remove_box(request: HttpRequest, pk: UUID, image_pk: UUID, number: int) -> HttpResponse:
    """Take one box off a picture."""
    officer = officer_of(request)
    image = image_or_404(officer, pk, image_pk)
    try:
        checking.set_boxes(image, officer, [box for at, box in enumerate(image.boxes, start=1) if at != number])
    except ReleaseRefused as error:
        return refused(request, image.release, error)
    return redirect("release:picture", pk, image_pk)


@require_POST
@officer_required
def send_or_not(request: HttpRequest, pk: UUID, image_pk: UUID) -> HttpResponse:
    """Say whether a picture is sent."""
    officer = officer_of(request)
    image = image_or_404(officer, pk, image_pk)
    try:
        checking.set_sent(image, officer, send=request.POST.get("send") == "yes")
    except ReleaseRefused as error:
        return refused(request, image.release, error)
    return redirect("release:picture", pk, image_pk)


@require_POST
@officer_required
def seen(request: HttpRequest, pk: UUID, image_pk: UUID) -> HttpResponse:
    """Note that the officer looked at a picture in full size; go on to the next."""
    officer = officer_of(request)
    image = image_or_404(officer, pk, image_pk)
    try:
        checking.looked_at(image, officer)
    except ReleaseRefused as error:
        return refused(request, image.release, error)
    following = image.release.images.filter(number__gt=image.number, send=True).exclude(views__officer=officer).first()
    if following is not None:
        return redirect("release:picture", pk, following.pk)
    messages.success(request, _("All pictures are looked at."))
    return redirect("release:item", pk)
