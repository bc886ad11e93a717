"""One line determined, with its reasons, cautions and readings."""
