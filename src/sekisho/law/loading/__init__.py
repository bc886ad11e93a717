"""How a library is read from the files of data packages."""
