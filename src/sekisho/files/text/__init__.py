"""Text files: their encoding, what separates their cells, what they are, and their rows as a table."""
