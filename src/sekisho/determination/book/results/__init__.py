"""Results of an order book: their columns and files, the lines told with their book, the counts."""
