"""What the measures say."""
