"""What was observed of a curb, what it says of the model, and forecasts that are scored later."""
