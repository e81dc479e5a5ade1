"""Addresses of the duty desk, inside the namespace of enforcement."""

from django.urls import path

from yuegang.enforcement import duty_views

urlpatterns = [
    path("", duty_views.desk, name="duty"),
    path("<uuid:lead_id>/", duty_views.calls, name="duty_calls"),
    path("<uuid:lead_id>/sheet.pdf", duty_views.sheet, name="duty_sheet"),
]
