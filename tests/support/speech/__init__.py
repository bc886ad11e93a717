"""What the program says, from every face: the list of faces, the sentences of each, and the rules of plain words."""
