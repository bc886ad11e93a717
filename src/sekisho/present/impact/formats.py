"""Kinds of files that a result is written to, and charts that it may have, by name."""

from __future__ import annotations

from typing import Final

ENDINGS: Final = (".html", ".pdf", ".xlsx", ".svg", ".png", ".json", ".csv", ".parquet")
CHARTS: Final = ("path", "sectors", "spread", "readings", "trade", "ways", "flows", "observed", "bridge")
"""A result has those for which it has something to show; `ways` is of outlooks."""
TABLES: Final = ("flows",)
"""What may be told of a result in place of its loss, by name."""
