"""Law on the officers' site, with the editors' desk."""

from django.urls import path

from yuegang.accounts.guards import officer_required
from yuegang.library.law import desk
from yuegang.library.law.addresses import addresses

app_name = "law"
urlpatterns = [
    path("fresh/", desk.fresh, name="fresh"),
    path("loads/", desk.loads, name="loads"),
    path("loads/new/", desk.read_in, name="read_in"),
    path("loads/<int:load_id>/", desk.load, name="load"),
    path("loads/<int:load_id>/decide/", desk.decide, name="decide"),
    path("review/<str:place>/<str:code>/", desk.review, name="review"),
    *addresses(officer_required, "office/base.html"),
]
