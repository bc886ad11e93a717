"""Passwords: how they are kept, what is taken as one, and a comparison that tells nothing by its time."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sekisho.errors import AccountError, Problem
from sekisho.message import message

SHORTEST: Final = 12
"""Letters of a password; NIST SP 800-63B-4 (2025), 3.1.1.2, asks for 15 where nothing else proves who signs in, and for
8 beside a second proof. Twelve with a throttle is between them."""
LONGEST: Final = 1_000
AT_ONCE: Final = 2
"""Comparisons at one time: each takes the memory that its costs say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HashCosts:
    """What it costs to try a password; the second choice of RFC 9106 (2021), section 4.

    Parameters
    ----------
    passes
        Times that the memory is gone through.
    memory
        KiB.
    lanes
        Threads.
    """

    passes: int = 3
    memory: int = 65_536
    lanes: int = 4


class Passwords:
    """Keeps passwords as Argon2id, and compares what is typed with what is kept."""

    def __init__(self, costs: HashCosts | None = None) -> None:
        """Take the costs."""
        costs = costs or HashCosts()
        self.hasher = PasswordHasher(time_cost=costs.passes, memory_cost=costs.memory, parallelism=costs.lanes)
        self.turn = threading.Semaphore(AT_ONCE)

    @cached_property
    def nobody(self) -> str:
        """Return what stands for whoever has no account."""
        return self.hasher.hash(secrets.token_hex())

    def kept(self, given: str) -> str:
        """Return what is kept of a password."""
        with self.turn:
            return self.hasher.hash(_folded(given))

    def fits(self, kept: str | None, given: str) -> bool:
        """Tell whether a password is the one that is kept; of nobody it takes as long, and is never it."""
        with self.turn:
            try:
                self.hasher.verify(kept or self.nobody, _folded(given))
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def is_dated(self, kept: str) -> bool:
        """Tell whether a password was kept with other costs."""
        return self.hasher.check_needs_rehash(kept)


def check_password(given: str, name: str) -> None:
    """Make sure that a new password is one.

    Raises
    ------
    AccountError
        If it is too short, too long, or says the name.
    """
    folded = _folded(given)
    problems = []
    if not SHORTEST <= len(folded) <= LONGEST:
        what = message("web.letters", "it has {n} letters.", n=len(folded))
        remedy = message(
            "web.expected_password",
            "Expected {shortest} to {longest}; a few words make a good one.",
            shortest=SHORTEST,
            longest=LONGEST,
        )
        problems.append(Problem(where="password", what=what, remedy=remedy))
    if len(set(folded)) < 5 or folded.casefold().strip() == name.casefold():  # noqa: PLR2004 - "aaaaaaaaaaaa"
        what = message("web.weak_password", "it is the name, or has fewer than five different letters.")
        problems.append(
            Problem(where="password", what=what, remedy=message("web.good_password", "A few words make a good one."))
        )
    if problems:
        raise AccountError(problems)


def made_up() -> str:
    """Make a password that is given to somebody, and that they change."""
    return secrets.token_urlsafe(12)


def _folded(given: str) -> str:
    """Write a password in one form of Unicode, whatever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", given)
