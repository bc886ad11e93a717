"""The catalogues of texts as tests read them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import messages  # type: ignore[import-not-found]

__all__ = ["ids_of", "messages"]


def ids_of(domain: str) -> set[str]:
    """Return the ids of a domain, without the domain."""
    return {key.removeprefix(f"{domain}.") for key in messages.texts(messages.read("en", domain))}
