"""Addresses of terms and of the three-language desk."""

from django.urls import path

from yuegang.library.terms import views

app_name = "terms"
urlpatterns = [
    path("", views.terms, name="list"),
    path("new/", views.edit, name="new"),
    path("<int:term_id>/", views.edit, name="edit"),
    path("desk/", views.desk, name="desk"),
    path("desk/<int:note_id>/", views.note, name="note"),
]
