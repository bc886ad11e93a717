"""Where the server of the tests stands, and the day that it takes for today."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 9, 30)

BASE = "http://127.0.0.1"
