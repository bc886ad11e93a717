"""Exposure of a firm: what in its products hangs on what is curbed, when lines stop, and what would help."""
