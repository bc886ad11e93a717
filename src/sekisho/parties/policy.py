"""What counts as a match: thresholds that belong to the user's policy file and are told with every answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.law.read import read_plain

Zone = Literal["match", "review", "none"]
DIGITS: Final = 3
"""Decimal places of a score."""
ALGORITHM: Final = "parts/1"
"""Name and version of how names are compared; it changes when a score may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Thresholds of a user, 0 to 1.

    Parameters
    ----------
    match
        Score from which a name is that of the listed party. 1 is equal after folding to a name or safe alias.
    review
        Score from which it may be: the fact is unknown, and a person is asked once.
    short_name
        Letters from which an abbreviation that others share too is put to review by itself; a shorter one needs a second
        signal, such as the territory.
    """

    match: float = 1.0
    review: float = 0.8
    short_name: int = 4

    def zone(self, score: float) -> Zone:
        """Say in which zone a score lies."""
        told = round(score, DIGITS)
        return "match" if told >= self.match else "review" if told >= self.review else "none"

    def to_dict(self) -> dict[str, object]:
        """Return the thresholds and the algorithm, as they are told with an answer."""
        return {"algorithm": ALGORITHM, **asdict(self)}


def read_policy(path: Path) -> Policy:
    """Read a policy file: a mapping in YAML with match, review and short_name.

    Raises
    ------
    FactError
        With all problems of the file.
    """
    given = read_plain(path.read_text(encoding="utf-8-sig"), name=str(path))
    return policy_of(given, where=str(path))


def policy_of(given: Mapping[str, object], *, where: str) -> Policy:
    """Make a policy of what a file or a flag states.

    Raises
    ------
    FactError
        If a name is unknown, a value is no number from 0 to 1, or review lies above match.
    """
    known = asdict(Policy())
    problems: list[Problem] = []
    found: dict[str, float] = {}
    for name, value in given.items():
        if name not in known:
            problems.append(Problem(where=where, what=f"unknown key '{name}'.", do=did_you_mean(name, known)))
            continue
        try:
            found[name] = float(str(value))
        except ValueError:
            problems.append(Problem(where=f"{where}: {name}", what=f"'{value}' is not a number."))
    for name in ("match", "review"):
        if not _LEAST <= found.get(name, 1.0) <= 1:
            what = f"{found[name]:g} is out of range."
            problems.append(Problem(where=f"{where}: {name}", what=what, do=f"Expected a number from {_LEAST} to 1."))
    if not problems and found.get("review", Policy().review) > found.get("match", Policy().match):
        problems.append(Problem(where=where, what="review lies above match.", do="A review begins below a match."))
    if problems:
        raise FactError(problems)
    return Policy(
        match=found.get("match", Policy().match),
        review=found.get("review", Policy().review),
        short_name=int(found.get("short_name", Policy().short_name)),
    )


_LEAST: Final = 0.6
"""Below this a score says nothing."""
