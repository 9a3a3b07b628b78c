"""The commands in this folder, and what they share."""
