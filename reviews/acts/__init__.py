"""What people do about a review, by topic. The pages import the acts from here."""

from .commissioning import commission_review
from .publication import (
    answer_comments,
    decide_publication,
    record_comments,
    record_quality_assurance,
    send_report,
    send_to_quality_assurance,
)
from .publishing import publish_report, put_back_report, take_down_report
from .report import answer_draft_comment, comment_on_draft, sign_off_report, submit_draft
