"""From clauses to a shock: what of the trade they hit, day by day."""
