"""REST: the same answers as data, described by OpenAPI."""
