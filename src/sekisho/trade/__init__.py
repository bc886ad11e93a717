"""What is shipped, by whom."""
