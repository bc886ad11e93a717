"""A run judged again under another law."""
