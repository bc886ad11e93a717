"""Parts of two names paired by the definition of likeness alone, without a vocabulary or an index."""

from __future__ import annotations

from collections.abc import Sequence

from sekisho.parties.names.alignment import AlignedParts, JoinedParts, Neighbours, align
from sekisho.parties.names.part import NamePart, joined_part, joined_parts
from sekisho.parties.names.similarity import likeness


def pairs_of(left: Sequence[NamePart], right: Sequence[NamePart]) -> list[AlignedParts]:
    """Pair the parts of two names."""
    both = [(at, word) for at, word in enumerate(joined_parts(right)) if word is not None]
    numbered = [*right, *(word for _, word in both)]

    def like(part: NamePart) -> dict[int, float]:
        found = ((number, likeness(part, other)) for number, other in enumerate(numbered))
        return {number: alike.value for number, alike in found if alike is not None}

    joined = []
    for at in range(len(left) - 1):
        word = joined_part(left[at], left[at + 1])
        if word is not None:
            same = {number: 1.0 for number, other in enumerate(numbered) if other.text == word.text}
            joined += [JoinedParts(at, same)] if same else []
    neighbours = [Neighbours(at, len(right) + place) for place, (at, _) in enumerate(both)]
    return align(left, range(len(right)), [like(part) for part in left], joined, neighbours)
