"""What can be said of reviews and actions without asking anybody."""
