"""Addresses of the audit pages in the office."""

from django.urls import path

from yuegang.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("export.csv", views.export, name="export"),
]
