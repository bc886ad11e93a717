"""Names beside listed names, for people who decide: the desk of a screening, and two names side by side."""
