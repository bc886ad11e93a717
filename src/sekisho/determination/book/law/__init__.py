"""The law of a day for a whole book: its conditions as a graph of parts, judged for many lines at once."""
