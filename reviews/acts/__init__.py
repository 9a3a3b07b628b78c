"""What people do about a review, by topic. The pages import the acts from here."""

from .actions import agree_actions, change_owner, create_action
from .appointing import appoint_reviewer, check_reviewer, end_appointment
from .briefings import brief_practitioners, print_briefing, publish_briefing, write_briefing
from .commissioning import commission_review
from .ending import complete_action, drop_action, reopen_action
from .events import (
    answer_invitation,
    call_off_learning_event,
    change_learning_event,
    convene_learning_event,
    evaluate_learning_event,
    invite_to_learning_event,
    record_learning_event,
)
from .lateness import escalate_action, escalate_action_further, explain_delay, seek_explanation
from .learning import (
    answer_recommendation,
    consider_learning,
    correct_recommendation,
    log_learning,
    record_good_practice,
    record_recommendation,
)
from .listing import add_reviewer, change_reviewer, give_sign_in, remove_reviewer
from .mine import enter_contact, enter_involvement, put_forward, put_good_practice_forward
from .printing import print_plan
from .progress import ask_extension, decline_extension, extend_action, report_progress
from .publication import (
    answer_comments,
    decide_publication,
    reconsider_publication,
    record_comments,
    record_quality_assurance,
    send_report,
    send_to_quality_assurance,
)
from .publishing import publish_report, put_back_report, take_down_report
from .report import answer_draft_comment, comment_on_draft, sign_off_report, submit_draft
from .running import answer_progress, pause_review, request_progress, resume_review, set_terms
