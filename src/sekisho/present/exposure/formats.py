"""Kinds of files that an exposure is written to, and charts that it may have, by name."""

from __future__ import annotations

from typing import Final

ENDINGS: Final = (".xlsx", ".html", ".svg", ".png", ".csv", ".parquet", ".json")
CHARTS: Final = ("weeks", "products")
"""An exposure has those for which it has something to show."""
