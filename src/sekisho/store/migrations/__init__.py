"""Changes of the tables of a store, in numbered steps that Alembic runs."""
