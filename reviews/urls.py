"""Reviews under their key, actions under their number; the order under the reference of its case.

Act pages are named after the act.
"""

from django.urls import path

from .views import (
    actions,
    briefings,
    commissioning,
    events,
    learning,
    listing,
    looking,
    material,
    mine,
    plans,
    public,
    publication,
    report,
    running,
)

ACTION = "actions/<int:plan_action>"
CASE = "cases/<str:reference>"
ADVICE = f"{CASE}/recommendations/<int:recommendation>"
BRIEFING = "briefings/<int:briefing>"
LESSON = "learning/<int:lesson>"
REVIEW = "reviews/<slug:review>"
EVENT = f"{REVIEW}/learning-events/<int:learning_event>"
PERSON = "reviewers/<int:reviewer>"

urlpatterns = [
    path(f"{CASE}/commission-review/", commissioning.commission_review, name="commission_review"),
    path(f"{CASE}/reviews/", looking.case_reviews, name="case_reviews"),
    path("reviews/", looking.reviews, name="reviews"),
    path(f"{REVIEW}/", looking.review, name="review"),
    path(f"{REVIEW}/people/", looking.review_people, name="review_people"),
    path(f"{REVIEW}/terms/", running.review_terms, name="review_terms"),
    path(f"{REVIEW}/set-terms/", running.set_terms, name="set_terms"),
    path(f"{REVIEW}/check-reviewer/", running.check_reviewer, name="check_reviewer"),
    path(f"{REVIEW}/appoint-reviewer/", running.appoint_reviewer, name="appoint_reviewer"),
    path(f"{REVIEW}/end-appointment/<int:appointment>/", running.end_appointment, name="end_appointment"),
    path(f"{REVIEW}/request-progress/", running.request_progress, name="request_progress"),
    path(f"{REVIEW}/answer-progress/<int:asked>/", running.answer_progress, name="answer_progress"),
    path(f"{REVIEW}/pause-review/", running.pause_review, name="pause_review"),
    path(f"{REVIEW}/resume-review/", running.resume_review, name="resume_review"),
    # the reviewer's own
    path(f"{REVIEW}/people/contact/", mine.review_contact, name="review_contact"),
    path(f"{REVIEW}/people/involvement/", mine.review_involvement, name="review_involvement"),
    path(f"{REVIEW}/recommendations/", mine.review_recommendations, name="review_recommendations"),
    path(f"{REVIEW}/recommendations/put-forward/", mine.review_recommend, name="review_recommend"),
    path(f"{REVIEW}/recommendations/good-practice/", mine.review_good_practice, name="review_good_practice"),
    path(f"{REVIEW}/reports/", material.review_reports, name="review_reports"),
    path(f"{REVIEW}/reports/<int:agency_report>/", material.review_report, name="review_report"),
    path(f"{REVIEW}/chronology/", material.review_chronology, name="review_chronology"),
    path(f"{REVIEW}/chronology/table.<slug:kind>", material.review_chronology_table, name="review_chronology_table"),
    path(f"{REVIEW}/convene-learning-event/", events.convene_learning_event, name="convene_learning_event"),
    path(f"{EVENT}/", events.learning_event, name="learning_event"),
    path(f"{EVENT}/invite-to-learning-event/", events.invite_to_learning_event, name="invite_to_learning_event"),
    path(f"{EVENT}/change-learning-event/", events.change_learning_event, name="change_learning_event"),
    path(f"{EVENT}/call-off-learning-event/", events.call_off_learning_event, name="call_off_learning_event"),
    path(f"{EVENT}/record-learning-event/", events.record_learning_event, name="record_learning_event"),
    # whoever is invited has no account: behind a private link of their own
    path("learning-event/<str:token>/", events.learning_invitation, name="learning_invitation"),
    path("reviewers/", listing.reviewers, name="reviewers"),
    path("reviewers/add-reviewer/", listing.add_reviewer, name="add_reviewer"),
    path(f"{PERSON}/", listing.reviewer, name="reviewer"),
    path(f"{PERSON}/change-reviewer/", listing.change_reviewer, name="change_reviewer"),
    path(f"{PERSON}/remove-reviewer/", listing.remove_reviewer, name="remove_reviewer"),
    path(f"{PERSON}/give-sign-in/", listing.give_sign_in, name="give_sign_in"),
    # the report, from draft to publication
    path(f"{REVIEW}/report/", report.report_of_review, name="report_of_review"),
    path(f"{REVIEW}/submit-draft/", report.submit_draft, name="submit_draft"),
    path(f"{REVIEW}/comment-on-draft/", report.comment_on_draft, name="comment_on_draft"),
    path(f"{REVIEW}/answer-draft-comment/<int:comment>/", report.answer_draft_comment, name="answer_draft_comment"),
    path(f"{REVIEW}/sign-off-report/", report.sign_off_report, name="sign_off_report"),
    path(f"{REVIEW}/decide-publication/", publication.decide_publication, name="decide_publication"),
    path(f"{REVIEW}/reconsider-publication/", publication.reconsider_publication, name="reconsider_publication"),
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
    path("actions/", plans.action_plan, name="action_plan"),
    path("actions/plan.xlsx", plans.action_plan_xlsx, name="action_plan_xlsx"),
    path("actions/print-plan/", plans.print_action_plan, name="print_action_plan"),
    path("actions/mine/", plans.my_actions, name="my_actions"),
    path("actions/exceptions/", plans.action_exceptions, name="action_exceptions"),
    path("actions/exceptions.xlsx", plans.action_exceptions_xlsx, name="action_exceptions_xlsx"),
    path("actions/print-exceptions/", plans.print_exceptions, name="print_exceptions"),
    path(f"{ACTION}/", actions.action, name="action"),
    path(f"{ACTION}/report-progress/", actions.report_progress, name="report_progress"),
    path(f"{ACTION}/complete-action/", actions.complete_action, name="complete_action"),
    path(f"{ACTION}/ask-extension/", actions.ask_extension, name="ask_extension"),
    path(f"{ACTION}/extend-action/", actions.extend_action, name="extend_action"),
    path(f"{ACTION}/decline-extension/", actions.decline_extension, name="decline_extension"),
    path(f"{ACTION}/seek-explanation/", actions.seek_explanation, name="seek_explanation"),
    path(f"{ACTION}/explain-delay/", actions.explain_delay, name="explain_delay"),
    path(f"{ACTION}/escalate-action/", actions.escalate_action, name="escalate_action"),
    path(f"{ACTION}/escalate-action-further/", actions.escalate_action_further, name="escalate_action_further"),
    path(f"{ACTION}/drop-action/", actions.drop_action, name="drop_action"),
    path(f"{ACTION}/change-owner/", actions.change_owner, name="change_owner"),
    path(f"{ACTION}/reopen-action/", actions.reopen_action, name="reopen_action"),
    path(f"{CASE}/actions/", plans.case_actions, name="case_actions"),
    path(f"{CASE}/actions.xlsx", plans.case_actions_xlsx, name="case_actions_xlsx"),
    path(f"{CASE}/print-actions/", plans.print_case_actions, name="print_case_actions"),
    path(f"{CASE}/create-action/", plans.create_action, name="create_action"),
    path(f"{CASE}/agree-actions/", plans.agree_actions, name="agree_actions"),
    path(f"{REVIEW}/actions/", plans.review_actions, name="review_actions"),
    path(f"{REVIEW}/print-actions/", plans.print_review_actions, name="print_review_actions"),
    path(f"{CASE}/record-recommendation/", learning.record_recommendation, name="record_recommendation"),
    path(f"{CASE}/record-good-practice/", learning.record_good_practice, name="record_good_practice"),
    path(f"{ADVICE}/", learning.recommendation, name="recommendation"),
    path(f"{ADVICE}/correct-recommendation/", learning.correct_recommendation, name="correct_recommendation"),
    path(f"{ADVICE}/answer-recommendation/", learning.answer_recommendation, name="answer_recommendation"),
    path("learning/", learning.lessons, name="lessons"),
    path("learning/log-learning/", learning.log_learning, name="log_learning"),
    path(f"{LESSON}/", learning.lesson, name="lesson"),
    path(f"{LESSON}/consider-learning/", learning.consider_learning, name="consider_learning"),
    path(f"{LESSON}/create-action/", learning.create_learning_action, name="create_learning_action"),
    path(f"{CASE}/brief-practitioners/", briefings.brief_practitioners, name="brief_practitioners"),
    path(f"{BRIEFING}/", briefings.briefing, name="briefing"),
    path(f"{BRIEFING}/change/", briefings.change_briefing, name="change_briefing"),
    path(f"{BRIEFING}/print/", briefings.print_briefing, name="print_briefing"),
    path(f"{BRIEFING}/publish-briefing/", briefings.publish_briefing, name="publish_briefing"),
    path(f"{BRIEFING}/send/", briefings.send_briefing, name="send_briefing"),
]
# Those of every partnership, outside any of them.
public_patterns = [path("published/", public.published_everywhere, name="published_everywhere")]
