"""Which column of a book holds which fact: by its header, by its values, or as a person once said."""
