"""What stands beside the parts of a brief answer to a question of law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sekisho.message import Text, message
from sekisho.present.brief.layout import margin_of
from sekisho.present.determination.line_warning import LOOK, STOP

LABELS: Final[Mapping[str, Text]] = {
    "stop": STOP,
    "look": LOOK,
    "decided": message("brief.label_decided", "Decided"),
    "note": message("brief.label_note", "Note"),
    "assumed": message("brief.label_assumed", "Assumed"),
    "why": message("brief.label_why", "Why"),
    "if": message("brief.label_if", "If"),
    "next": message("brief.label_next", "Next"),
    "also": message("brief.label_also", "Also"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What heads the parts; the verdict has no head."""


def answer_margin(say: Callable[[str], str]) -> int:
    """Return the cells left of what stands beside the labels, the same in every answer of a language."""
    return margin_of(say, LABELS.values())
