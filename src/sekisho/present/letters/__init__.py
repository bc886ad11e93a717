"""Letters about the open lines of a book: what each says, the table that comes back filled, and their folder."""
