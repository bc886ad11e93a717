"""Results of a run: losses, bands, shares of variance, notes."""
