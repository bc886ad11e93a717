"""Lists of parties that arrive as files: layouts, headers, readers, what a new version changes, and those kept."""
