"""What a curb costs, told: on a terminal, as rows of a table, as a page."""
