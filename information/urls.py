"""Pages of requests and returns. Act pages are named after their act; those of one return carry its number."""

from django.urls import path

from . import views

CASE = "cases/<str:reference>"
RETURN = f"{CASE}/returns/<int:scoping_return>"

urlpatterns = [
    path("information-requests/", views.my_requests, name="my_requests"),
    path(f"{CASE}/information/", views.case_information, name="case_information"),
    path(f"{CASE}/request-information/", views.request_information, name="request_information"),
    path(f"{CASE}/ask-supplement/", views.ask_supplement, name="ask_supplement"),
    path(f"{CASE}/send-reminder/", views.send_reminder, name="send_reminder"),
    path(f"{CASE}/withdraw-request/", views.withdraw_request, name="withdraw_request"),
    path(f"{CASE}/reopen-return/", views.reopen_return, name="reopen_return"),
    path(f"{CASE}/invite-agency/", views.invite_agency, name="invite_agency"),
    path(f"{CASE}/chronology/", views.merged_chronology, name="merged_chronology"),
    path(f"{CASE}/chronology/<slug:kind>/", views.chronology_table, name="chronology_table"),
    path(f"{CASE}/compile-chronology/", views.compile_chronology, name="compile_chronology"),
    # The reader's own agency's return: what buttons and e-mails lead to.
    path(f"{CASE}/submit-return/", views.to_my_return, name="submit_return"),
    path(f"{CASE}/return-not-known/", views.to_my_return, name="return_not_known"),
    path(f"{CASE}/sign-off-return/", views.to_my_return, name="sign_off_return"),
    path(f"{RETURN}/", views.agency_return, name="agency_return"),
    path(f"{RETURN}/account/", views.return_account, name="return_account"),
    path(f"{RETURN}/chronology/", views.return_chronology, name="return_chronology"),
    path(f"{RETURN}/chronology/add/", views.add_entry, name="add_entry"),
    path(f"{RETURN}/chronology/paste/", views.paste_chronology, name="paste_chronology"),
    path(f"{RETURN}/chronology/<int:row>/", views.change_entry, name="change_entry"),
    path(f"{RETURN}/chronology/<int:row>/remove/", views.remove_entry, name="remove_entry"),
    path(f"{RETURN}/submit-return/", views.submit_return, name="submit_return"),
    path(f"{RETURN}/return-not-known/", views.return_not_known, name="return_not_known"),
    path(f"{RETURN}/sign-off-return/", views.sign_off_return, name="sign_off_return"),
]
