"""Processes beside the server that determine lines and write pages, so that many can ask at once."""
