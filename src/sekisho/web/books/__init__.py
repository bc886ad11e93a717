"""Order books: uploaded, mapped, determined by a process of their own, shown, settled and taken away again."""
