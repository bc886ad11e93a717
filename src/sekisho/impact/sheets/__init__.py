"""Answers to shipped scenarios that are kept ready as files of a data package, so that a page opens at once."""
