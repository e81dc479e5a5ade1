"""URLs of the shared rooms on the office site."""

from django.urls import include, path

from yuegang.base import views

app_name = "base"
urlpatterns = [
    path("import/", include("yuegang.base.imports.urls")),
    path("jobs/<uuid:job_id>/", views.show_job, name="job"),
    path("jobs/<uuid:job_id>/progress", views.job_progress, name="job_progress"),
    path("jobs/<uuid:job_id>/stop", views.stop_job, name="stop_job"),
    path("filters/", views.save_filter, name="save_filter"),
    path("filters/<uuid:filter_id>/remove", views.remove_filter, name="remove_filter"),
]
