"""Addresses of recorded rights."""

from django.urls import path

from yuegang.rights import views

app_name = "rights"
urlpatterns = [
    path("", views.rights, name="list"),
    path("new/", views.edit, name="new"),
    path("<uuid:right_id>/", views.edit, name="edit"),
]
