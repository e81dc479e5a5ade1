"""URLs of the public pages, each under the code of its language."""

from django.urls import path

from yuegang.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/<str:code>/", views.agency, name="agency"),
    path("ports/", views.ports, name="ports"),
    path("report/", views.report, name="report"),
    path("report/thanks/", views.thanks, name="thanks"),
    path("about/", views.about, name="about"),
]
