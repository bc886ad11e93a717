"""A listed name that a name may be, how alike the two are, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.names.alignment import AlignedParts
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.similarity import likeness
from sekisho.parties.names.tokenisation import ParsedName, strict_of
from sekisho.parties.reason import Reason

NOT_STRICT: Final = 0.97
"""Most that names score that are not equal after folding."""
TINY: Final = 1e-9
"""What a sum of weights may lose by rounding."""


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A listed name and how alike it is, 0 to 1; `by` is parts, whole, sound or equal; pairs, if by parts."""

    number: int
    score: float
    by: str
    pairs: tuple[AlignedParts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedReading:
    """A listed name as far as reasons tell of it.

    Parameters
    ----------
    forms
        Legal forms, as folded.
    """

    given: str
    parts: tuple[NamePart, ...]
    forms: tuple[str, ...]

    @property
    def whole(self) -> str:
        """All parts as one word, without legal forms and spaces."""
        return "".join([part.text.replace(" ", "") for part in self.parts])


def best_first(candidate: NameCandidate) -> tuple[float, int]:
    """Sort candidates by their scores, those of one score in the order of the list."""
    return -candidate.score, candidate.number


def reasons(asked: ParsedName, listed: ListedReading, found: NameCandidate) -> tuple[Reason, ...]:
    """Tell, part by part, why a name was found."""
    because = list(_by_part(asked, listed, found))
    if asked.forms != listed.forms and (asked.forms or listed.forms):
        because.append(Reason(kind="form", asked=" ".join(asked.forms), listed=" ".join(listed.forms)))
    return tuple(because)


def _by_part(asked: ParsedName, listed: ListedReading, found: NameCandidate) -> Iterator[Reason]:
    if found.by == "equal":
        yield Reason(kind="equal", asked=asked.strict, listed=strict_of(listed.given))
        return
    if found.by != "parts":
        yield Reason(kind="sound" if found.by == "sound" else "whole", asked=asked.whole, listed=listed.whole)
        return
    pairs = sorted(found.pairs, key=lambda pair: pair.left)
    for pair in pairs:
        left = " ".join(part.shown for part in asked.parts[pair.left : pair.left + pair.width])
        right = " ".join(part.shown for part in listed.parts[pair.right : pair.right + pair.right_width])
        alike = None
        if pair.width == pair.right_width == 1:
            alike = likeness(asked.parts[pair.left], listed.parts[pair.right])
        yield Reason(kind=alike.how if alike else "whole", asked=left, listed=right)
    taken = {at for pair in pairs for at in range(pair.left, pair.left + pair.width)}
    others = {at for pair in pairs for at in range(pair.right, pair.right + pair.right_width)}
    yield from (Reason(kind="only_asked", asked=part.shown) for at, part in enumerate(asked.parts) if at not in taken)
    yield from (
        Reason(kind="only_listed", listed=part.shown) for at, part in enumerate(listed.parts) if at not in others
    )
    order = [pair.right for pair in pairs]
    if order != sorted(order):
        yield Reason(kind="order", asked=asked.whole, listed=listed.whole)
