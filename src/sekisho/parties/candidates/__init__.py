"""Which listed names a name may be, found without looking at all of them: as a whole, by its parts, and shortened."""
