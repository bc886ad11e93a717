"""Who a name is: folding, readings, comparison, candidates, owners; what follows for the facts of a line."""
