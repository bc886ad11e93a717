"""What the tests of the command line share: the made-up law, and how a call looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

LAW = Path(__file__).parent / "law"
"""A made-up law, small enough to know by heart."""

Call = Callable[..., Result]
"""Calls sekisho in this process with the law of the tests; `answers` is what a person would type."""
