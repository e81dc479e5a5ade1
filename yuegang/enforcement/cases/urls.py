"""Addresses of cases, seizure lines and exhibits."""

from django.urls import path

from yuegang.enforcement.cases.views import lists, page, seizing, writing

app_name = "cases"
urlpatterns = [
    path("cases/", lists.cases, name="cases"),
    path("cases/new/", writing.new, name="case_new"),
    path("cases/<uuid:case_id>/", page.case, name="case"),
    path("cases/<uuid:case_id>/edit/", writing.edit, name="case_edit"),
    path("cases/<uuid:case_id>/leads/", page.merge, name="merge"),
    path("cases/<uuid:case_id>/leads/<uuid:lead_id>/remove/", page.unmerge, name="unmerge"),
    path("cases/<uuid:case_id>/advance/", page.advance, name="advance"),
    path("cases/<uuid:case_id>/determine/", page.determine, name="determine"),
    path("cases/<uuid:case_id>/close/", page.close, name="close"),
    path("cases/<uuid:case_id>/reopen/", page.reopen, name="reopen"),
    path("cases/<uuid:case_id>/seizures/<uuid:seizure_id>/file/", page.file_line, name="file_line"),
    path("cases/<uuid:case_id>/exhibits/", writing.exhibit, name="exhibit_new"),
    path("cases/<uuid:case_id>/custody.pdf", page.custody, name="custody"),
    path("cases/exhibits/<uuid:exhibit_id>/", writing.hand_over, name="exhibit"),
    path("cases/exhibits/<uuid:exhibit_id>/file/", page.exhibit_file, name="exhibit_file"),
    path("seizures/", lists.seizures, name="seizures"),
    path("seizures/export.<str:suffix>", lists.export, name="export"),
    path("seizures/new/", seizing.new, name="seizure_new"),
    path("seizures/<uuid:seizure_id>/", seizing.line, name="seizure"),
    path("seizures/photos/<int:photo_id>/", seizing.photo, name="photo"),
]
