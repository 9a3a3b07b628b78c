"""What is kept of reviews and of what follows from them."""

from .actions import Action, ActionEntry
from .learning import LearningEntry, ReviewRecommendation

__all__ = ["Action", "ActionEntry", "LearningEntry", "ReviewRecommendation"]
