"""Control lists and their entries, codes, limits and parameters."""
