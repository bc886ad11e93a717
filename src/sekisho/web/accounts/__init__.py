"""Several people on one server: accounts, sessions, tokens, roles, and how often each may ask."""
