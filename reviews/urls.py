"""Reviews under their key; the order under the reference of its case. Act pages are named after the act."""

from django.urls import path

from .views import commissioning, listing, looking, material, running

CASE = "cases/<str:reference>"
REVIEW = "reviews/<slug:review>"
PERSON = "reviewers/<int:reviewer>"

urlpatterns = [
    path(f"{CASE}/commission-review/", commissioning.commission_review, name="commission_review"),
    path(f"{CASE}/reviews/", looking.case_reviews, name="case_reviews"),
    path("reviews/", looking.reviews, name="reviews"),
    path(f"{REVIEW}/", looking.review, name="review"),
    path(f"{REVIEW}/terms/", running.review_terms, name="review_terms"),
    path(f"{REVIEW}/set-terms/", running.set_terms, name="set_terms"),
    path(f"{REVIEW}/check-reviewer/", running.check_reviewer, name="check_reviewer"),
    path(f"{REVIEW}/appoint-reviewer/", running.appoint_reviewer, name="appoint_reviewer"),
    path(f"{REVIEW}/end-appointment/<int:appointment>/", running.end_appointment, name="end_appointment"),
    path(f"{REVIEW}/request-progress/", running.request_progress, name="request_progress"),
    path(f"{REVIEW}/answer-progress/<int:asked>/", running.answer_progress, name="answer_progress"),
    path(f"{REVIEW}/pause-review/", running.pause_review, name="pause_review"),
    path(f"{REVIEW}/resume-review/", running.resume_review, name="resume_review"),
    path(f"{REVIEW}/reports/", material.review_reports, name="review_reports"),
    path(f"{REVIEW}/reports/<int:agency_report>/", material.review_report, name="review_report"),
    path(f"{REVIEW}/chronology/", material.review_chronology, name="review_chronology"),
    path(f"{REVIEW}/chronology/table.<slug:kind>", material.review_chronology_table, name="review_chronology_table"),
    path("reviewers/", listing.reviewers, name="reviewers"),
    path("reviewers/add-reviewer/", listing.add_reviewer, name="add_reviewer"),
    path(f"{PERSON}/", listing.reviewer, name="reviewer"),
    path(f"{PERSON}/change-reviewer/", listing.change_reviewer, name="change_reviewer"),
    path(f"{PERSON}/remove-reviewer/", listing.remove_reviewer, name="remove_reviewer"),
    path(f"{PERSON}/give-sign-in/", listing.give_sign_in, name="give_sign_in"),
]
