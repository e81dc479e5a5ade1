"""Addresses of the screening desk."""

from django.urls import path

from yuegang.screening import views

app_name = "screening"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("lists/", views.add_list, name="add_list"),
    path("lists/<uuid:list_id>/", views.show_list, name="list"),
    path("entries/<uuid:entry_id>/withdraw/", views.withdraw, name="withdraw"),
    path("manifests/<uuid:manifest_id>/", views.show_manifest, name="manifest"),
    path("manifests/<uuid:manifest_id>/columns/", views.match, name="match"),
    path("manifests/<uuid:manifest_id>/resume/", views.resume, name="resume"),
    path("manifests/<uuid:manifest_id>/undo/", views.undo, name="undo"),
    path("hits/<uuid:hit_id>/", views.hit, name="hit"),
]
