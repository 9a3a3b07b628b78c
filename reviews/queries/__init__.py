"""What may be seen of reviews, and what pages and acts need of them."""

from .deciding import decision_to_commission, duties_met, tests_of
from .implementing import implementation
from .page import acts_on, deadlines_of, duty_words, latest_of, type_of
from .sight import review_of, reviews_of_case, running_review, visible_reviews
from .tracker import chosen_reviews, stage_of, tracker_rows
