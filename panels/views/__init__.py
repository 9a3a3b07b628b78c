"""Pages of meetings, votes, recommendations and ratification, by topic."""
