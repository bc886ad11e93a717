"""Listed names written short: every part of a name stands in one of more parts, whatever the two score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sekisho.parties.candidates.candidate import NOT_STRICT, TINY, NameCandidate, best_first
from sekisho.parties.candidates.names_by_parts import NamesByParts
from sekisho.parties.candidates.score_bounds import FEWEST_PARTS, Gain, rarity
from sekisho.parties.names.business_words import PROPER
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.tokenisation import ParsedName

SHORTENED_SCORE: Final = 0.6
"""Score from which a name, every word of which stands in a listed one, may be that name written short. Set by hand;
0.5 and 0.7 judge no labelled name otherwise (2026-11-28)."""
_MANY_PARTS: Final = 3
"""Parts from which a name written short need not stand side by side in the longer one. A guess; with two, firms that
share two common words would be hits of each other."""
_SURELY: Final = 0.9
"""How alike parts must be where a name has more than two of them, which then need not stand side by side. Set by hand;
0.8 and 0.97 judge no labelled name otherwise (2026-11-28)."""
_RARE: Final = 12
"""Listed names with a proper name up to which it tells one firm or a few. Set by hand; 6 and 24 judge
no labelled name otherwise (2026-11-28)."""


def find_shortened(query: ParsedName, names: NamesByParts) -> list[NameCandidate]:
    """Find the listed names in which every part of a name stands, two of them at least, and one a proper name.

    A name written short has fewer words than the listed one, so that its score may lie below review. Where its
    proper name is that of a house with many listed firms, two words must stand side by side.
    """
    parts = query.parts
    if not _may_be_short(parts):
        return []
    gains = names.gains_of(parts)
    if not all(gain.like for gain in gains):
        return []
    longer = names.longer.get(parts)
    longer = _longer(len(parts), gains, names) if longer is None else longer
    if not longer:
        return []
    rare = min([gain.occurrences for part, gain in zip(parts, gains, strict=True) if part.kind in PROPER]) <= _RARE
    candidates = []
    for number in longer:
        pairs, value = names.scored(number, parts, gains)
        apart = [pair.right for pair in sorted(pairs, key=lambda pair: pair.right)]
        side_by_side = bool(apart) and apart == list(range(apart[0], apart[0] + len(apart)))
        many = len(pairs) >= _MANY_PARTS and all(pair.alike >= _SURELY for pair in pairs)
        if not (rare or side_by_side or many):
            continue
        if len(pairs) == len(parts) and value >= SHORTENED_SCORE - TINY:
            candidates.append(NameCandidate(number, min(value, NOT_STRICT), "parts", tuple(pairs)))
    return sorted(candidates, key=best_first)


def may_find_shortened(parts: Sequence[NamePart], gains: Sequence[Gain], names: NamesByParts) -> bool:
    """Tell whether `find_shortened` may find something; no name is laid beside the query for it."""
    return _may_be_short(parts) and all(gain.like for gain in gains) and bool(_longer(len(parts), gains, names))


def _may_be_short(parts: Sequence[NamePart]) -> bool:
    """Tell whether a name may be a longer one written short: it has two parts at least, and one is a proper name."""
    return len(parts) >= FEWEST_PARTS and any(part.kind in PROPER for part in parts)


def _longer(size: int, gains: Sequence[Gain], names: NamesByParts) -> list[int]:
    """Return the listed names of more parts than a name in which something like each of its parts stands."""
    rarest, *others = sorted(gains, key=rarity)
    if names.arrays is not None and names.arrays.are_worth(rarest.occurrences):
        return names.arrays.longer(size, gains)
    some = names.holders.of(rarest.like)
    for gain in others:
        some = names.holders.among(some, gain)
    wanted, row_of = [gain.like.keys() for gain in others], names.rows.row
    # What was flagged may stand in a name as two neighbours written together, which do not count here.
    return [
        number
        for number in some
        if len(row := row_of(number)) > size and not any(alike.isdisjoint(row) for alike in wanted)
    ]
