"""Addresses of the frame's own pages."""

from django.urls import path

from yuegang.office import today, views

app_name = "office"
urlpatterns = [
    path("", today.today, name="today"),
    path("settings/", views.show_settings, name="settings"),
    path("settings/save/", views.save_preferences, name="preferences"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
