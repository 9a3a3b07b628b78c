"""Reviews under their key; the order under the reference of its case. Act pages are named after the act."""

from django.urls import path

from .views import commissioning, looking, public, publication, report

CASE = "cases/<str:reference>"
REVIEW = "reviews/<slug:review>"

urlpatterns = [
    path(f"{CASE}/commission-review/", commissioning.commission_review, name="commission_review"),
    path(f"{CASE}/reviews/", looking.case_reviews, name="case_reviews"),
    path("reviews/", looking.reviews, name="reviews"),
    path(f"{REVIEW}/", looking.review, name="review"),
    # the report, from draft to publication
    path(f"{REVIEW}/report/", report.review_report, name="review_report"),
    path(f"{REVIEW}/submit-draft/", report.submit_draft, name="submit_draft"),
    path(f"{REVIEW}/comment-on-draft/", report.comment_on_draft, name="comment_on_draft"),
    path(f"{REVIEW}/answer-draft-comment/<int:comment>/", report.answer_draft_comment, name="answer_draft_comment"),
    path(f"{REVIEW}/sign-off-report/", report.sign_off_report, name="sign_off_report"),
    path(f"{REVIEW}/decide-publication/", publication.decide_publication, name="decide_publication"),
    path(f"{REVIEW}/send-report/", publication.send_report, name="send_report"),
    path(
        f"{REVIEW}/send-to-quality-assurance/", publication.send_to_quality_assurance, name="send_to_quality_assurance"
    ),
    path(f"{REVIEW}/record-quality-assurance/", publication.record_quality_assurance, name="record_quality_assurance"),
    path(f"{REVIEW}/record-comments/", publication.record_comments, name="record_comments"),
    path(f"{REVIEW}/answer-comments/<int:comment>/", publication.answer_comments, name="answer_comments"),
    path(f"{REVIEW}/publish-report/", publication.publish_report, name="publish_report"),
    path(f"{REVIEW}/take-down-report/", publication.take_down_report, name="take_down_report"),
    path(f"{REVIEW}/put-back-report/", publication.put_back_report, name="put_back_report"),
    # without signing in
    path("published/", public.published, name="published"),
    path("published/<slug:publication>/", public.published_report, name="published_report"),
    path("published/<slug:publication>/<int:edition>/", public.published_file, name="published_file"),
]
# Those of every partnership, outside any of them.
public_patterns = [path("published/", public.published_everywhere, name="published_everywhere")]
