"""Pages of reviews, by topic."""
