"""Addresses of requests."""

from django.urls import path

from yuegang.enforcement.requests import views

app_name = "requests"
urlpatterns = [
    path("", views.requests, name="requests"),
    path("new/", views.edit, name="new"),
    path("year/<int:year>/", views.year, name="year"),
    path("<uuid:request_id>/", views.one, name="request"),
    path("<uuid:request_id>/edit/", views.edit, name="edit"),
    path("<uuid:request_id>/submit/", views.submit, name="submit"),
    path("<uuid:request_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<uuid:request_id>/refuse/", views.refuse, name="refuse"),
    path("<uuid:request_id>/close/", views.close, name="close"),
    path("<uuid:request_id>/reply/", views.reply, name="reply"),
]
