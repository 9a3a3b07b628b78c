"""What people do about a review, by topic. The pages import the acts from here."""

from .appointing import appoint_reviewer, check_reviewer, end_appointment
from .commissioning import commission_review
from .listing import add_reviewer, change_reviewer, give_sign_in, remove_reviewer
from .running import answer_progress, pause_review, request_progress, resume_review, set_terms
