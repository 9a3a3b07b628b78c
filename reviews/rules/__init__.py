"""What a type of review brings with it, what may be chosen, what a review is called. Pure."""

from .types import Consequence, consequences, reference_of, ways_for
