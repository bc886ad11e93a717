"""Random conditions and lines that the laws of the program are tried on."""

from __future__ import annotations

CONTRACT = {
    *("outcome", "headline", "floor", "ceiling", "as_of", "readings", "decisive", "open", "missing", "obligations"),
    *("citations", "by_reading", "branches", "coverage", "library"),
}
