"""Addresses of the rates."""

from django.urls import path

from yuegang.enforcement.rates import views

app_name = "rates"
urlpatterns = [
    path("", views.rates, name="rates"),
    path("leads/<str:term>/", views.behind, name="behind"),
    path("export.csv", views.export, name="export"),
]
