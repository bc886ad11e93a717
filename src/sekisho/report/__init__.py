"""How answers reach people: text for a terminal, plain tables, records."""
