"""The facts of a reading, looked at once more: what each may hold, and which goods of a text are judged."""
