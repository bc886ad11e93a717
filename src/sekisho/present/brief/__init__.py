"""Answers that fit half a screen: what a question comes to, in so few lines."""
