"""Addresses of the notices in the office."""

from django.urls import path

from yuegang.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("mark/", views.mark, name="mark"),
    path("<int:pk>/open/", views.open_notice, name="open"),
    path("rhythms/", views.rhythms, name="rhythms"),
]
