"""What people do about a review, by topic. The pages import the acts from here."""

from .commissioning import commission_review
