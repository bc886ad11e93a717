"""What it costs: from what is cut to the loss of an economy, with bands."""
