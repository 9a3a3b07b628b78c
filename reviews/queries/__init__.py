"""What may be seen of reviews, and what pages and acts need of them."""

from .deciding import decision_to_commission, duties_met, tests_of
from .implementing import implementation
from .page import acts_on, deadlines_of, duty_words, latest_of, type_of
from .publication import (
    decided,
    outside_comment_of,
    proposed,
    public_file,
    public_report,
    public_reports,
    receivers,
    sending_step,
)
from .report import comment_of, latest_version, my_places, places_of, reads_drafts, signed_by
from .report_page import report_page, reviewer_name
from .sight import review_of, reviews_of_case, running_review, visible_reviews
from .tracker import chosen_reviews, stage_of, tracker_rows
