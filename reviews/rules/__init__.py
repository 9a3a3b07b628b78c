"""What a type of review brings with it, what may be chosen, what a review is called; signing off, publishing. Pure."""

from .publication import (
    GROUNDS,
    IN_FULL,
    LEARNING_ONLY,
    NOT_PUBLISHED,
    TIME_OVER,
    Plan,
    names_found,
    why_not_now,
    wrong_plan,
)
from .report import Place, mine, not_yet, still, vacant
from .types import Consequence, consequences, reference_of, ways_for
