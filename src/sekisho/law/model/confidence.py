"""How sure a statement is."""

from __future__ import annotations

from enum import StrEnum


class Confidence(StrEnum):
    """How sure an encoding is: high, the text or two sources; medium, one good source; low, a trace."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
