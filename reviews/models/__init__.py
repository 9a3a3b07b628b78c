"""Commissioned reviews: what was ordered, who carries it out, what comes of it."""

from .people import Appointment, Reviewer, ReviewPermission, SuitabilityCheck
from .review import Review
from .running import Pause, ProgressRequest, Terms
