"""What a type of review brings with it, what may be chosen, what a review is called, who is suitable. Pure."""

from .suitability import checks_for, fits, judged
from .types import Consequence, consequences, reference_of, ways_for
