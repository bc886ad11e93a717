"""What it costs; so far, the trade that a measure hits."""
