"""Long jobs of the pages: each in a process and a folder of its own, watched, cancelled, and taken away."""
