"""Pages of requests and returns. Act pages are named after their act; those of one return carry its number."""

from django.urls import path

from . import views
from .views import linked

CASE = "cases/<str:reference>"
LINK = "answer/<str:token>"
RETURN = f"{CASE}/returns/<int:scoping_return>"

urlpatterns = [
    path("information-requests/", views.my_requests, name="my_requests"),
    path(f"{CASE}/information/", views.case_information, name="case_information"),
    path(f"{CASE}/request-information/", views.request_information, name="request_information"),
    path(f"{CASE}/ask-supplement/", views.ask_supplement, name="ask_supplement"),
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
    path(f"{RETURN}/print/", views.print_return, name="print_return"),
    path(f"{RETURN}/part/<slug:part>/", views.return_part, name="return_part"),
    path(f"{RETURN}/chronology/", views.return_chronology, name="return_chronology"),
    path(f"{RETURN}/chronology/add/", views.add_entry, name="add_entry"),
    path(f"{RETURN}/chronology/paste/", views.paste_chronology, name="paste_chronology"),
    path(f"{RETURN}/chronology/template/<slug:kind>/", views.chronology_template, name="chronology_template"),
    path(f"{RETURN}/chronology/upload/", views.upload_chronology, name="upload_chronology"),
    path(f"{RETURN}/chronology/file/<int:paper>/", views.own_chronology, name="own_chronology"),
    path(f"{RETURN}/chronology/file/<int:paper>/remove/", views.remove_own, name="remove_own"),
    path(f"{RETURN}/chronology/<int:row>/", views.change_entry, name="change_entry"),
    path(f"{RETURN}/chronology/<int:row>/remove/", views.remove_entry, name="remove_entry"),
    path(f"{RETURN}/submit-return/", views.submit_return, name="submit_return"),
    path(f"{RETURN}/return-not-known/", views.return_not_known, name="return_not_known"),
    path(f"{RETURN}/sign-off-return/", views.sign_off_return, name="sign_off_return"),
    path(f"{RETURN}/take-back-to-write/", views.take_back_to_write, name="take_back_to_write"),
    path(f"{RETURN}/renew-link/", views.renew_link, name="renew_link"),
    path(f"{RETURN}/end-link/", views.end_link, name="end_link"),
    # For a named person at an agency without an account: the one request, behind a private link that ends.
    path(f"{LINK}/", linked.answer_return, name="answer_return"),
    path(f"{LINK}/part/<slug:part>/", linked.answer_part, name="answer_part"),
    path(f"{LINK}/chronology/", linked.answer_chronology, name="answer_chronology"),
    path(f"{LINK}/chronology/add/", linked.answer_add_entry, name="answer_add_entry"),
    path(f"{LINK}/chronology/paste/", linked.answer_paste, name="answer_paste"),
    path(f"{LINK}/chronology/template/<slug:kind>/", linked.answer_template, name="answer_template"),
    path(f"{LINK}/chronology/upload/", linked.answer_upload, name="answer_upload"),
    path(f"{LINK}/chronology/file/<int:paper>/", linked.answer_own, name="answer_own"),
    path(f"{LINK}/chronology/file/<int:paper>/remove/", linked.answer_remove_own, name="answer_remove_own"),
    path(f"{LINK}/chronology/<int:row>/", linked.answer_change_entry, name="answer_change_entry"),
    path(f"{LINK}/chronology/<int:row>/remove/", linked.answer_remove_entry, name="answer_remove_entry"),
    path(f"{LINK}/submit/", linked.answer_submit, name="answer_submit"),
    path(f"{LINK}/not-known/", linked.answer_not_known, name="answer_not_known"),
]
