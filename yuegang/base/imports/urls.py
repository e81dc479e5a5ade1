"""URLs of the import pages, inside the namespace of base."""

from django.urls import path

from yuegang.base.imports import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("template/<slug:kind>/<slug:language>.xlsx", views.template, name="import_template"),
    path("<uuid:run_id>/", views.show_run, name="import_run"),
    path("<uuid:run_id>/columns", views.columns, name="import_columns"),
    path("<uuid:run_id>/rows/<int:number>/correct", views.correct, name="import_correct"),
    path("<uuid:run_id>/rows/<int:number>/skip", views.skip, name="import_skip"),
    path("<uuid:run_id>/errors.xlsx", views.errors_workbook, name="import_errors"),
    path("<uuid:run_id>/confirm", views.confirm, name="import_confirm"),
    path("<uuid:run_id>/undo", views.undo, name="import_undo"),
]
