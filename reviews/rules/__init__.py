"""What a type of review brings with it, what may be chosen, what a review is called, who is suitable, and time
by agency. Pure."""

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
from .types import Consequence, consequences, reference_of, ways_for
