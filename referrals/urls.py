"""The way in: public pages behind a private link, the office's drafts, the referral on its case."""

from django.urls import path

from .views import case, importing, office, public

CASE = "cases/<str:reference>"
urlpatterns = [
    path("refer/", public.start_referral, name="start_referral"),
    path("refer/begin/", public.refer_begin, name="refer_begin"),
    path("refer/lost-link/", public.refer_lost_link, name="refer_lost_link"),
    path("refer/<str:token>/", public.refer_tasks, name="refer_tasks"),
    path("refer/<str:token>/link/", public.refer_saved, name="refer_saved"),
    path("refer/<str:token>/form/<slug:page>/", public.refer_section, name="refer_section"),
    path("refer/<str:token>/check/", public.refer_check, name="refer_check"),
    path("refer/<str:token>/sent/", public.refer_sent, name="refer_sent"),
    path("refer/<str:token>/questions/", public.refer_questions, name="refer_questions"),
    path("refer/<str:token>/withdraw/", public.refer_withdraw, name="refer_withdraw"),
    path("refer/<str:token>/not-satisfied/", public.refer_dispute, name="refer_dispute"),
    path("refer/<str:token>/letter/", public.refer_letter, name="refer_letter"),
    path("referrals/", office.drafts, name="drafts"),
    path("referrals/new/", office.new_referral, name="new_referral"),
    path("referrals/from-paper/", office.receive_paper, name="receive_paper"),
    path("referrals/<int:referral>/", office.draft, name="draft"),
    path("referrals/<int:referral>/saved/", office.draft_saved, name="draft_saved"),
    path("referrals/<int:referral>/form/<slug:page>/", office.draft_section, name="draft_section"),
    path("referrals/<int:referral>/receipt/", office.draft_receipt, name="draft_receipt"),
    path("referrals/<int:referral>/check/", office.draft_check, name="draft_check"),
    path("referrals/<int:referral>/discard/", office.discard_draft, name="discard_draft"),
    path("log/import/", importing.log_imports, name="log_imports"),
    path("log/import/upload/", importing.upload_log, name="upload_log"),
    path("log/import/<int:log_import>/", importing.log_import, name="log_import"),
    path("log/import/<int:log_import>/columns/", importing.map_columns, name="map_columns"),
    path("log/import/<int:log_import>/words/", importing.name_words, name="name_words"),
    path("log/import/<int:log_import>/sheet/", importing.choose_sheet, name="choose_sheet"),
    path("log/import/<int:log_import>/import/", importing.import_log, name="import_log"),
    path("log/import/<int:log_import>/discard/", importing.discard_import, name="discard_import"),
    path("log/import/<int:log_import>/problems.csv", importing.log_import_problems, name="log_import_problems"),
    path(f"{CASE}/referral/", case.referral, name="referral"),
    path(f"{CASE}/referral/print/", case.print_referral, name="print_referral"),
    path(f"{CASE}/acknowledge-referral/", case.acknowledge_referral, name="acknowledge_referral"),
    path(f"{CASE}/send-back-referral/", case.send_back_referral, name="send_back_referral"),
    path(f"{CASE}/resubmit-referral/", case.resubmit_referral, name="resubmit_referral"),
    path(f"{CASE}/withdraw-referral/", case.withdraw_referral, name="withdraw_referral"),
    path(f"{CASE}/check-referral/", case.check_referral, name="check_referral"),
    path(f"{CASE}/redirect-referral/", case.redirect_referral, name="redirect_referral"),
]
