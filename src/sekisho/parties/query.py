"""A party that is asked for: a name, and what else is known of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A party asked for.

    Parameters
    ----------
    territory
        ISO 3166 alpha-2 code of its seat, if known: a second signal for short names.
    identifiers
        Corporate number, LEI and others; they decide.
    """

    name: str
    territory: str = ""
    identifiers: tuple[str, ...] = ()
