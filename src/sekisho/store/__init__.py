"""What was determined and decided, kept in a database: append-only, each record chained to the one before by hash."""
