"""Scenarios: what is cut, when, and for how long."""
