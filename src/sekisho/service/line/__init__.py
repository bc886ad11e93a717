"""One line as it is stated: in a file, by flags, or in a few words."""
