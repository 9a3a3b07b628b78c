"""Commissioned reviews: what was ordered, who carries it out, what comes of it."""

from .review import Review
