"""What the tests of the command line share: the made-up law, and how a call looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

LAW = Path(__file__).parents[1] / "cli" / "law"
"""A made-up law, small enough to know by heart."""

Call = Callable[..., Result]
"""Calls sekisho in this process with the law of the tests; `answers` is what a person would type."""


def signed_again(results: Path) -> None:
    """Let the run card vouch for results that a test has changed, as if the run had written them so."""
    from hashlib import sha256

    import yaml

    place = results.with_suffix(".run.yaml")
    card = yaml.safe_load(place.read_text(encoding="utf-8"))
    card["digests"]["results"] = sha256(results.read_bytes()).hexdigest()
    place.write_text(yaml.safe_dump(card, sort_keys=False, allow_unicode=True), encoding="utf-8")
