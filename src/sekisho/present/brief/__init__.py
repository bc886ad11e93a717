"""Answers that fit half a screen: what a cost and a nowcast say in so few lines."""
