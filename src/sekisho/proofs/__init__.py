"""What can be proved of the law."""
