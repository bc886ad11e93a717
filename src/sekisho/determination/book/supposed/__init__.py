"""What comes out under suppositions: for the signatures of a book, and for one line of it."""
