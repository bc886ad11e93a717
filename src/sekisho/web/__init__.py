"""Pages and REST on this computer: server-rendered HTML that needs no script, and the same as data."""
