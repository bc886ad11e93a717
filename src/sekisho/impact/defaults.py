"""What a run takes where nobody says otherwise, on every face; nothing here needs numpy."""

from __future__ import annotations

from typing import Final

DRAWS: Final = 1024
"""A power of two. Fewer answer sooner, with a rougher interval."""
SEED: Final = 1
"""Any number would do: the same seed gives the same draws."""
TABLE: Final = "jpn-2018"
"""The economy that is run: Japan, by the table of its latest year that the data package brings."""
SHADOWED: Final = 16
"""Draws that are run again for the price of the last kilogram of each material: the first, which are balanced among
themselves. Each costs a run for every material that is short in it."""
LENGTHS: Final = (3, 6, 12, 24)
"""Months of a length that a reader may ask for in one step. A guess: a quarter, half a year, and one and two years."""
AT_EVERY_LENGTH: Final = ("japan-ban", "rare-earths-stop", "critical-minerals-stop")
"""Scenarios whose answers are kept ready at each of these lengths, and not at their own alone: record 136 weighs it."""
