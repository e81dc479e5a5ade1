"""Addresses of the obligations desk."""

from django.urls import path

from yuegang.exchange.obligations import views

app_name = "obligations"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("<str:kind>/<uuid:item_id>/", views.item, name="item"),
    path("<str:kind>/<uuid:item_id>/<str:step>/", views.change, name="change"),
]
