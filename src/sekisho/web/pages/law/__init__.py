"""Pages of what the measures say: measures, terms, codes, parties, and how the law moved."""
