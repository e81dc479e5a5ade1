"""Addresses of the channel pages in the office."""

from django.urls import path

from yuegang.exchange import journal_views, views

app_name = "exchange"
urlpatterns = [
    path("", views.channel, name="channel"),
    path("<str:peer>/", views.channel, name="peer"),
    path("<str:peer>/journal/", journal_views.entries, name="journal"),
    path("<str:peer>/journal.csv", journal_views.export, name="journal_csv"),
    path("<str:peer>/contradictions/<int:conflict_id>/", journal_views.conflict, name="conflict"),
    path("<str:peer>/contradictions/<int:conflict_id>/evidence/", journal_views.evidence, name="evidence"),
    path("<str:peer>/resume/", views.resume, name="resume"),
    path("<str:peer>/entries/<int:seq>/again/", views.apply_again, name="apply_again"),
    path("<str:peer>/targets/new/", views.propose, name="propose"),
    path("<str:peer>/targets/<uuid:target_id>/<str:step>/", views.decide, name="decide"),
]
