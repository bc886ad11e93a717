"""What a cell of a book means: words, numbers, dates, codes and territories as firms write them."""
