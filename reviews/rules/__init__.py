"""What a type of review brings with it, what may be chosen, what a review is called, who is suitable, and time
by agency; signing off, publishing. Pure."""

from .publication import (
    GROUNDS,
    IN_FULL,
    LEARNING_ONLY,
    NOT_PUBLISHED,
    TIME_OVER,
    Plan,
    why_not_now,
    wrong_plan,
)
from .report import Place, mine, newer_version, not_yet, still, vacant
from .suitability import checks_for, fits, judged
from .timeline import (
    Mark,
    Overlap,
    Picture,
    Window,
    chosen,
    inside,
    overlaps,
    picture,
    ways_on,
    whole,
)
from .types import Consequence, consequences, one_at_a_time, reference_of, ways_for, why_statutory
