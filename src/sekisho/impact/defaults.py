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
