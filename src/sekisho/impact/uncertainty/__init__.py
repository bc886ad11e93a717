"""Priors and draws of what is not known exactly."""
