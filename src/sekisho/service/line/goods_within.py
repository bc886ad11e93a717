"""The goods within words that say more than goods: a verb before them, how many there are, where they go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from sekisho.classification.suggestion import can_classify
from sekisho.regex import regex
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.classification.lexicon import Lexicon

_SAYS_MORE: Final = regex(
    r"(?<![\w-])(?:is|are|was|were|will|would|can|could|may|ok|okay|please|pls|wants?|needs?|orders?(?!\s+of\b)|ordered|buys?|bought|sells?|sold|ships?"
    r"|sends?|delivers?|uses|hand[- ]?carr(?:y|ied)|carry|take|bring|free\s+of\s+charge|we|our|my)(?![\w-])"
    r"|^\d+\s?(?:pcs|pieces|ctns?|pallets?|drums?|boxes|sets?)\b|^(?:samples?)\s+\d"
    r"|手提|随身|快递|邮件|参展|寄给|寄到|寄往|寄(?=[^\s]{2})|去(?=[^\s]{2})|带(?=\d)|发(?=[一两\d])|空运|海运|陆运|品名|合みます|持参|持ち出|送[っりる]",
    re.IGNORECASE,
)
"""Verbs, ways and amounts: none is a part of the name of goods."""
_KINDS: Final = frozenset(
    {"element", "chemical", "material", "organism", "machine", "device", "other", "plain", "form"}
)
_APART: Final = regex(r"[,，、;；。]|\s\S+\s")
"""What stands between two things that are not one."""
_LATIN_BEFORE: Final = regex(r"(?:[A-Za-z][\w-]*\s+)*$")
_ENDS: Final = regex(r"[\s,，、;；。.()（）去到往发寄给在的はをがへにで]")
_STOPS: Final = regex(
    r"(?i:is|are|was|of|the|an?|and|or|to|from|for|in|pcs|pieces|ctns?|kgs?|g|t|sells?|sold|buys?|gets?|needs?|carry|hand|chinese"
    r"|japanese|\d+)|[A-Z][a-z]+"
)


class Span(NamedTuple):
    """Where a thing that classification knows stands in words, and of what kind it is."""

    start: int
    end: int
    kind: str

    @property
    def weight(self) -> int:
        """How much it tells of the goods: a form or a word of trade less than a thing."""
        return 1 if self.kind in {"form", "other"} else 2


def says_more(text: str) -> bool:
    """Tell whether words that were taken for goods hold a verb, a way or an amount.

    >>> says_more("is sodium cyanide"), says_more("手提带2块钐钴磁铁样品去日本参展"), says_more("sodium cyanide")
    (True, True, False)
    """
    return _SAYS_MORE.search(text) is not None


def goods_within(text: str, workspace: Workspace) -> str:
    """Return the words from the first thing that classification knows to the last; empty where it knows none.

    Latin words that stand before the first without a verb between belong to it, as do letters behind the last.
    """
    if not can_classify():
        return ""
    from sekisho.classification.index_cache import index_of
    from sekisho.classification.resemblance import plain_goods

    library = workspace.library
    lexicons = (index_of(library, cache=workspace.cache).lexicon, plain_goods(library))
    clusters: list[list[Span]] = []
    for span in sorted(_spans(text, lexicons)):
        between = text[clusters[-1][-1].end : span.start] if clusters else ""
        if clusters and not (says_more(between) or _APART.search(between)):
            clusters[-1].append(span)
        else:
            clusters.append([span])
    best = max(clusters, key=lambda cluster: sum(span.weight for span in cluster), default=[])
    while best and best[0].kind == "form":
        best = best[1:]
    return _with_neighbours(text, best[0].start, max(span.end for span in best)) if best else ""


def _spans(text: str, lexicons: Iterable[Lexicon]) -> Iterator[Span]:
    from sekisho.classification.resemblance import PLACEHOLDERS

    for lexicon in lexicons:
        tagged = lexicon.tag(text)
        if len(tagged.folded) != len(text):
            continue
        for tag in tagged.tags:
            if tag.concept.kind in _KINDS and tag.concept.name not in PLACEHOLDERS:
                yield Span(tagged.units[tag.first].start, tagged.units[tag.last].end, tag.concept.kind)


def _with_neighbours(text: str, start: int, end: int) -> str:
    """Take the Latin words before a thing with it, and the rest of the word in which it ends."""
    before = _LATIN_BEFORE.search(text[:start])
    words = before[0].split() if before is not None else []
    while words and not _STOPS.fullmatch(words[-1]):
        start = text.rindex(words.pop(), 0, start)
    if text.count("(", start, end) > text.count(")", start, end):
        end = max(end, text.find(")", end) + 1)
    behind = _ENDS.search(text, end)
    return text[start : behind.start() if behind is not None else len(text)].strip()
