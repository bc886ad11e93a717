"""Why two names may be one: part by part, in a form for programs and in words."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.parties.names.candidate_index import NameCandidate
from sekisho.parties.names.similarity import likeness
from sekisho.parties.names.tokenisation import ParsedName
from sekisho.parties.reason import Reason


def reasons(asked: ParsedName, listed: ParsedName, found: NameCandidate) -> tuple[Reason, ...]:
    """Tell, part by part, why a name was found."""
    told = list(_told(asked, listed, found))
    if asked.forms != listed.forms and (asked.forms or listed.forms):
        told.append(Reason(kind="form", asked=" ".join(asked.forms), listed=" ".join(listed.forms)))
    return tuple(told)


def _told(asked: ParsedName, listed: ParsedName, found: NameCandidate) -> Iterator[Reason]:
    if found.by == "equal":
        yield Reason(kind="equal", asked=asked.strict, listed=listed.strict)
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
