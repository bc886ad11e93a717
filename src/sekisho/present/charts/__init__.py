"""Charts: each states its finding, its unit and year, and its source, and carries its table."""
