"""Materials that a curb cuts: what is known of each, who needs it, and how much of it arrives on a day."""
