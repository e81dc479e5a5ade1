"""Addresses of people, the own account and invitations in the office."""

from django.urls import path

from yuegang.accounts import views_account, views_people

app_name = "accounts"
urlpatterns = [
    path("people/", views_people.people, name="people"),
    path("people/invite/", views_people.invite, name="invite"),
    path("people/invitation/<uuid:pk>/withdraw/", views_people.withdraw, name="withdraw"),
    path("people/<uuid:pk>/", views_people.person, name="person"),
    path("people/<uuid:pk>/reissue/", views_people.reissue, name="reissue"),
    path("people/<uuid:pk>/grant/", views_people.grant, name="grant"),
    path("people/<uuid:pk>/revoke/<int:grant_id>/", views_people.revoke, name="revoke"),
    path("people/<uuid:pk>/switch/", views_people.switch, name="switch"),
    path("people/<uuid:pk>/stand-in/", views_people.stand_in, name="stand_in"),
    path("people/<uuid:pk>/stand-in/<uuid:entry_id>/end/", views_people.end_stand_in, name="end_stand_in"),
    path("account/", views_account.account, name="account"),
    path("account/second-factor/", views_account.enrol, name="enrol"),
    path("account/devices/<int:pk>/end/", views_account.end_session, name="end_session"),
    path("account/devices/end-others/", views_account.end_other_sessions, name="end_other_sessions"),
    path("account/stand-in/", views_account.name_stand_in, name="name_stand_in"),
    path("account/stand-in/<uuid:entry_id>/end/", views_account.end_own_stand_in, name="end_own_stand_in"),
    path("invitation/<str:token>/", views_account.accept, name="accept"),
]
