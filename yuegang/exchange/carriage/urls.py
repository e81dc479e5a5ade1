"""Addresses of parcels in the office."""

from django.urls import path

from yuegang.exchange.carriage import views

app_name = "carriage"
urlpatterns = [
    path("<str:peer>/", views.parcels, name="parcels"),
    path("<str:peer>/make/", views.make, name="make"),
    path("<str:peer>/take/", views.take, name="take"),
    path("each/<uuid:parcel_id>/", views.parcel, name="parcel"),
    path("each/<uuid:parcel_id>/volumes/<int:number>/", views.volume, name="volume"),
    path("each/<uuid:parcel_id>/cover/", views.cover_sheet, name="cover"),
]
