"""Fictional people and cases for trying the service out. Everything goes through the same acts as the real thing."""
