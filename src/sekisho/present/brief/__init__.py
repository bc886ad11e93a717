"""Answers that fit half a screen: how they are laid out, and what a cost and a nowcast say in so few lines."""
