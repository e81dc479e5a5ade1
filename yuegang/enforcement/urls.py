"""Addresses of leads."""

from django.urls import path

from yuegang.enforcement import views

app_name = "enforcement"
urlpatterns = [
    path("leads/<uuid:lead_id>/", views.lead, name="lead"),
]
