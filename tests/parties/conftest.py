"""What the tests of names share: the screener of the lists as they ship."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.screening.screener import Screener


@pytest.fixture(scope="session")
def screener(library: Library) -> Screener:
    """All entries of all lists, with the thresholds that a user has who states none."""
    return Screener(library.entries)
