"""Commissioned reviews: what was ordered, who carries it out, what is learnt, the actions that follow."""

from .actions import Action, ActionEntry
from .briefing import Briefing
from .events import Evaluation, Invitation, LearningEvent
from .learning import LearningEntry, ReviewRecommendation
from .people import Appointment, Reviewer, ReviewPermission, SuitabilityCheck
from .review import Review
from .running import Pause, ProgressRequest, Terms
