"""Addresses of the directory in the office."""

from django.urls import path

from yuegang.parties import views

app_name = "parties"
urlpatterns = [
    path("", views.agencies, name="agencies"),
    path("units/", views.units, name="units"),
    path("units/<path:code>/duty-desk/", views.duty_desk, name="duty_desk"),
    path("ports/", views.ports, name="ports"),
    path("agency/<slug:code>/", views.agency, name="agency"),
    path("agency/<slug:code>/confirm/", views.confirm, name="confirm"),
]
