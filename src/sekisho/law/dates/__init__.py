"""Which law holds on a day: the only place that compares dates."""
