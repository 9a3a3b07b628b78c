"""What may be seen of reviews, and what pages and acts need of them."""

from .deciding import cases_to_commission, decision_to_commission, duties_met, tests_of
from .down import down_of, reports_down
from .ends import loose_ends
from .events import event_shown, find_learning_event, invitation_behind, learning_events_of
from .held import held_back
from .implementing import implementation
from .material import chronology_of, find_report, in_words, reads_material, refuse_readers, reports_of, with_earlier
from .page import acts_on, deadlines_of, duty_words, latest_of, still_to_tell, type_of
from .publication import (
    decided,
    outside_comment_of,
    proposed,
    public_file,
    public_report,
    public_reports,
    receivers,
    sending_step,
    taken_down_of,
    too_soon,
    why_not_out,
    why_soon,
)
from .report import (
    comment_of,
    discussed_at,
    latest_version,
    my_places,
    places_of,
    reads_drafts,
    signed_by,
    signed_version,
)
from .report_page import report_page, reviewer_name, why_not_again
from .running import (
    appointments_of,
    approved_reviewers,
    checks_of,
    delays_of,
    find_appointment,
    find_progress,
    find_reviewer,
    lateness_of,
    outside_told_of,
    pauses_of,
    plan_of,
    progress_of,
    reviewers_of,
    reviews_by,
    running_processes,
    terms_of,
    versions_set,
)
from .sight import (
    as_reviewer,
    carries_it_out,
    review_of,
    reviews_of_case,
    running_review,
    sees_the_case,
    visible_reviews,
)
from .tracker import chosen_reviews, stage_of, tracker_rows
from .turns import offered
from .waiting import recommendations_waiting, reports_waiting
from .way import DONE, LATER, LEARNING, NOW, Station, way_of
