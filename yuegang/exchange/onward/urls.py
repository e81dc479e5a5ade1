"""Addresses of passing on."""

from django.urls import path

from yuegang.exchange.onward import views

app_name = "onward"
urlpatterns = [
    path("", views.listing, name="list"),
    path("ask/<str:kind>/<uuid:item_id>/", views.ask, name="ask"),
    path("copies/<uuid:pk>/", views.copy, name="copy"),
    path("<uuid:pk>/", views.item, name="item"),
    path("<uuid:pk>/propose/", views.propose, name="propose"),
    path("<uuid:pk>/confirm/", views.confirm, name="confirm"),
    path("<uuid:pk>/discard/", views.discard, name="discard"),
    path("<uuid:pk>/pass/", views.pass_on, name="pass"),
]
