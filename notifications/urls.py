"""Pages of a case's notices. Act pages are named after their act; with a notice in the address, after what it is."""

from django.urls import path

from . import views

CASE = "cases/<str:reference>"
BODY = "<slug:notice>/<slug:body>"

urlpatterns = [
    path(f"{CASE}/notifications/", views.case_notifications, name="case_notifications"),
    path(f"{CASE}/notifications/<int:sent>/", views.notice, name="notice"),
    path(f"{CASE}/notifications/<int:sent>/print/", views.print_sheet, name="print_sheet"),
    path(f"{CASE}/outcomes/<int:outcome>/", views.outcome_record, name="outcome_record"),
    path(f"{CASE}/outcomes/<int:outcome>/print/", views.print_outcome, name="print_outcome"),
    path(f"{CASE}/prepare-notification/", views.prepare_notification, name="prepare_notification"),
    path(f"{CASE}/prepare-notification/{BODY}/", views.prepare_notification, name="prepare_notice"),
    path(f"{CASE}/record-notification/", views.record_notification, name="record_notification"),
    path(f"{CASE}/record-notification/{BODY}/", views.record_notification, name="record_notice"),
    path(f"{CASE}/withdraw-notification/", views.withdraw_notification, name="withdraw_notification"),
    path(f"{CASE}/withdraw-notification/<int:sent>/", views.withdraw_notification, name="withdraw_notice"),
    path(f"{CASE}/record-acknowledgement/", views.record_acknowledgement, name="record_acknowledgement"),
    path(f"{CASE}/record-acknowledgement/<int:sent>/", views.record_acknowledgement, name="acknowledge_notice"),
    path(f"{CASE}/record-reply/", views.record_reply, name="record_reply"),
    path(f"{CASE}/record-reply/<int:sent>/", views.record_reply, name="reply_to_notice"),
    path(f"{CASE}/answer-reply/", views.answer_reply, name="answer_reply"),
    path(f"{CASE}/answer-reply/<int:reply>/", views.answer_reply, name="answer_a_reply"),
    path(f"{CASE}/send-outcome/", views.send_outcome, name="send_outcome"),
    path(f"{CASE}/record-tracker/", views.record_tracker, name="record_tracker"),
]
