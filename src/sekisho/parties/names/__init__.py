"""One name compared with another: folding, parts, readings, likeness, candidates, and why."""
