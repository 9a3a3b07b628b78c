"""Pages of reviews, actions and learning, by topic."""
