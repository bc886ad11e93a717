"""Documents with a table in them: pages of HTML, texts of an office program, PDF; and what a file is by its content."""
