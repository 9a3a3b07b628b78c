"""Commissioned reviews: what was ordered, who carries it out, what is learnt, the actions that follow."""

from .actions import Action, ActionEntry
from .briefing import Briefing
from .learning import LearningEntry, ReviewRecommendation
from .review import Review
