"""The economy of a run: tables, sectors, GDP, sources."""
