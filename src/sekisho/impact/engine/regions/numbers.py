"""Where a number of a user, of a product or of a firm stands in the arrays of a draw."""

from __future__ import annotations

TINY, LARGE = 1e-30, 1e30
"""Instead of a division by zero, and of a cover or a level without end: beyond any quantity of a normalised economy,
and inside the range of single precision (1e-38 to 1e38)."""
OUTPUT, DEMAND, PLANNED, OVERTIME, AVAILABLE, WEIGHT, FORMER, TARGET, USED, SHARE, SPREAD = range(11)
FINAL, WAITING, LACKING, COVERED, GONE, NUMBERS = range(11, 17)
"""Numbers of each user or supplier; those of the first line are 1 on a normal day."""
ROW, SIZE, SEEN = range(3)
"""Row of a product; how many products a row stands for; the last day on which it was gone through."""
LEFT, KEEPS, WANTED, NEED, GOT, SHIPS, TAKEN, LACK, PART, NET, OF_GROUP, OF_NEST, OF_FIRMS = range(13)
"""Numbers of each pair of material and sector, of their groups and of nests of these; see `firm_stocks`."""
