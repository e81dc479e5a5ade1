"""Addresses of the statements."""

from django.urls import path

from yuegang.exchange.statements import views

app_name = "statements"
urlpatterns = [
    path("", views.statements, name="statements"),
    path("sign/", views.sign, name="sign"),
    path("<slug:peer>/<int:year>/<int:month>/", views.month, name="month"),
]
