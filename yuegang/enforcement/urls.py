"""Addresses of leads."""

from django.urls import include, path

from yuegang.enforcement.views import answers, drafting, lists, page, working

app_name = "enforcement"
urlpatterns = [
    path("duty/", include("yuegang.enforcement.duty_urls")),
    path("leads/", lists.leads, name="leads"),
    path("leads/bulk/", lists.bulk, name="bulk"),
    path("leads/export.<str:suffix>", lists.export, name="export"),
    path("leads/new/", drafting.new, name="lead_new"),
    path("leads/new/stub/", drafting.new, {"stub": True}, name="stub_new"),
    path("leads/<uuid:lead_id>/", page.lead, name="lead"),
    path("leads/<uuid:lead_id>/edit/", drafting.edit, name="lead_edit"),
    path("leads/<uuid:lead_id>/submit/", drafting.submit, name="lead_submit"),
    path("leads/<uuid:lead_id>/discard/", drafting.discard, name="lead_discard"),
    path("leads/<uuid:lead_id>/acknowledge/", working.acknowledge, name="acknowledge"),
    path("leads/<uuid:lead_id>/refuse/", working.refuse, name="refuse"),
    path("leads/<uuid:lead_id>/forward/", working.forward, name="forward"),
    path("leads/<uuid:lead_id>/take/", working.take, name="take"),
    path("leads/<uuid:lead_id>/act/", working.act, name="act"),
    path("leads/<uuid:lead_id>/assign/", working.assign, name="assign"),
    path("leads/<uuid:lead_id>/message/", working.message, name="message"),
    path("leads/<uuid:lead_id>/message/<uuid:message_id>/", working.resend, name="resend"),
    path("leads/<uuid:lead_id>/close/", working.close, name="close"),
    path("leads/<uuid:lead_id>/images/", working.add_image, name="image_add"),
    path("leads/<uuid:lead_id>/images/<int:image_id>/", page.image, name="image"),
    path("leads/<uuid:lead_id>/feedback/", answers.answer, name="feedback_new"),
    path("leads/<uuid:lead_id>/feedback/<uuid:feedback_id>/images/", working.add_image, name="answer_image_add"),
    path("leads/<uuid:lead_id>/feedback/<uuid:feedback_id>/", answers.answer, name="feedback_edit"),
]
