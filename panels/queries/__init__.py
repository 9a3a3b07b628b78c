"""What pages of meetings, votes and recommendations read."""
