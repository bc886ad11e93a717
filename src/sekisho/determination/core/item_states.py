"""What may be known of an item's place on the control list: of a line of an order list and of a single question."""

from __future__ import annotations

from typing import Final

STATED, CLASSIFIED, NOT_LISTED = "stated", "classified", "not_listed"
UNCLASSIFIED, UNLIKELY, UNREAD = "unclassified", "unlikely_listed", "unread"
ITEM_STATES: Final = ("", STATED, CLASSIFIED, UNCLASSIFIED, UNLIKELY, NOT_LISTED, UNREAD)
"""What `item_state` may be; empty where nothing was classified."""
RESEMBLES_NOTHING: Final = frozenset({UNLIKELY, NOT_LISTED})
"""States of items that nothing on the list resembles: a finding of this program, and not of law."""
