"""Settings and fixtures of all tests: a fixed seed for random examples, and the library as it ships."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, settings

from sekisho import Library, load_measures

SEED = 20261124

os.environ.pop("SEKISHO_STORE", None)  # noqa: TID251 - nor writes to the store of whoever runs it
os.environ["SEKISHO_CACHE"] = "off"  # noqa: TID251 - no test reads or leaves anything in the home of whoever runs it

# Derandomized: the same examples on every run and every machine, so a failure repeats by itself.
settings.register_profile(
    "sekisho",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
settings.load_profile("sekisho")


@pytest.fixture(scope="session")
def library() -> Library:
    """The library of the data packages that are installed."""
    return load_measures()


@pytest.fixture(autouse=True)
def _no_lists_of_ones_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have added lists; the tests know none of them."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))


@pytest.fixture
def rng() -> random.Random:
    """A source of random choices that starts at the same seed in every test."""
    print(f"seed {SEED}")  # noqa: T201 - pytest shows it when the test fails
    return random.Random(SEED)
