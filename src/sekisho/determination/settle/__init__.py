"""What to ask, so that open lines are settled."""
