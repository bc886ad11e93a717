"""How sure a statement is."""

from __future__ import annotations

from enum import StrEnum

from sekisho.message import Text, message


class Confidence(StrEnum):
    """How sure an encoding is: high, the text or two sources; medium, one good source; low, a trace."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def words(self) -> Text:
        """How sure, in words."""
        return {
            Confidence.HIGH: message("law.sure_high", "high"),
            Confidence.MEDIUM: message("law.sure_medium", "medium"),
            Confidence.LOW: message("law.sure_low", "low"),
        }[self]
