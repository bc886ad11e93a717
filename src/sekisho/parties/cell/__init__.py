"""The cell of a party as the world writes it: its text, its words, and the pieces around a name."""
