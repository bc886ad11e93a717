"""Official lists as they are printed: read, compared, accepted, kept."""
