"""What is judged: conditions, facts, values, outcomes."""
