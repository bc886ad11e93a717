"""The made-up law of the tests, loaded once."""

from __future__ import annotations

import pytest
from tests.support.calling import LAW

from sekisho import Library, load_measures


@pytest.fixture(scope="session")
def small_law() -> Library:
    """A law small enough to know by heart."""
    return load_measures((LAW,))
