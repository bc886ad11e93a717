"""Input-output tables: readers of published layouts, the project's own, and those that are shipped or kept."""
