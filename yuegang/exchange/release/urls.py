"""Addresses of the release."""

from django.urls import path

from yuegang.exchange.release import chain_views, picture_views, register_views, views

app_name = "release"
PICTURE = "<uuid:pk>/pictures/<uuid:image_pk>/"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("persons/", register_views.persons, name="persons"),
    path("persons/<uuid:pk>/remove/", register_views.remove_person, name="remove_person"),
    path("assessments/", register_views.assessments, name="assessments"),
    path("assessments/<int:pk>/withdraw/", register_views.withdraw_assessment, name="withdraw_assessment"),
    path("chains/", chain_views.chains, name="chains"),
    path("chains/<int:pk>/<slug:step>/", chain_views.decide, name="chain_decide"),
    path("<uuid:pk>/", views.item, name="item"),
    path("<uuid:pk>/manifest/", views.manifest, name="manifest"),
    path("<uuid:pk>/approve/", views.approve, name="approve"),
    path("<uuid:pk>/ratify/", views.ratify, name="ratify"),
    path("<uuid:pk>/return/", views.give_back, name="return"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/findings/<uuid:finding_pk>/", views.resolve, name="resolve"),
    path("<uuid:pk>/grounds/", views.grounds, name="grounds"),
    path("<uuid:pk>/assessment/", views.assessment, name="assessment"),
    path(PICTURE, picture_views.picture, name="picture"),
    path(PICTURE + "file/", picture_views.picture_file, name="picture_file"),
    path(PICTURE + "small/", picture_views.picture_small, name="picture_small"),
    path(PICTURE + "medium/", picture_views.picture_medium, name="picture_medium"),
    path(PICTURE + "burnt/", picture_views.picture_burnt, name="picture_burnt"),
    path(PICTURE + "boxes/", picture_views.add_box, name="add_box"),
    path(PICTURE + "boxes/<int:number>/remove/", picture_views.remove_box, name="remove_box"),
    path(PICTURE + "send/", picture_views.send_or_not, name="send_or_not"),
    path(PICTURE + "seen/", picture_views.seen, name="seen"),
]
