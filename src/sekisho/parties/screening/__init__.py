"""The comparison of names with entries of lists by their parts, letters and sounds; it needs the extra `books`."""
