"""How it is said: names, conditions, citations and texts of data packages in three languages."""
