"""What an assessment of a bill takes where nobody says otherwise, on every face; nothing here needs numpy."""

from __future__ import annotations

from typing import Final

HORIZON_DAYS: Final = 365
"""Days that are looked ahead."""
MADE_IN: Final = "JP"
"""Where a firm makes its products: the program is written for firms in Japan that buy from China."""
COVERED: Final = 0.9
"""Share of the draws in which a part that is helped is never short."""
HOLDING_RATE: Final = 0.2
"""Yearly cost of a stock over its value. A rule of thumb without a source; every firm has a rate of its own."""
SHOWN: Final = 1_000
"""Products whose parts and open shares are looked at one by one."""
