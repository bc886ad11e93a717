"""The goods within words that say more than goods: a verb before them, how many there are, where they go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile
from typing import TYPE_CHECKING, Final, NamedTuple

from sekisho.classification.suggestion import can_classify
from sekisho.regex import regex
from sekisho.service.line.goods_or_party import is_item
from sekisho.service.workspace import Workspace
from sekisho.trade.sentence.clause_signs import GOODS_END, tells_of_goods
from sekisho.trade.sentence.goods_words import measure_in
from sekisho.trade.sentence.word_classes import is_content

if TYPE_CHECKING:
    from sekisho.classification.lexicon import Lexicon

_KINDS: Final = frozenset(
    {"element", "chemical", "material", "organism", "machine", "device", "other", "plain", "form"}
)
_APART: Final = regex(r"[,，、;；。]|\s\S+\s")
"""What stands between two things that are not one."""
_LATIN_BEFORE: Final = regex(r"(?:[A-Za-z][\w-]*\s+)*$")
_LATIN_BEHIND: Final = regex(r"(?<=[a-z])[ ]([a-z]+(?:-[a-z]+)*)(?![\w'’])")
"""A word in small letters behind Latin words."""
_GRADE: Final = regex(r"\s+([\d.]+\s?(?:%|％|[Nn]|ppm|[mcµμun]m))(?=[\s,，、;]|$)")
"""A grade or a size behind goods."""
_HAN: Final = regex(r"[\u3400-\u9fff]")
_NO_GOODS: Final = frozenset(
    "的带去到给发寄买卖要订是为在由从向往成做了于问块个台件只支条张片箱袋桶套批票种些款本枚用提携产国斤吨克"
)
"""Verbs and counters of one character before goods."""
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


def goods_within(text: str, workspace: Workspace) -> tuple[str, ...]:
    """Return the words from the first thing that classification knows to the last; none where it knows none.

    Of things apart from each other all that are on the list are returned, for it is not known which of them goes. Latin
    words that stand before the first without a verb between belong to it, as do letters behind the last.
    """
    if not can_classify():
        return ()
    from sekisho.classification.index_cache import index_of
    from sekisho.classification.resemblance import plain_goods

    library = workspace.library
    lexicons = (index_of(library, cache=workspace.cache).lexicon, plain_goods(library))
    clusters: list[list[Span]] = []
    for span in sorted(_spans(text, lexicons)):
        between = text[clusters[-1][-1].end : span.start] if clusters else ""
        if clusters and not (tells_of_goods(between) or _APART.search(between)):
            clusters[-1].append(span)
        else:
            clusters.append([span])
    clusters.sort(key=lambda cluster: -sum(span.weight for span in cluster))
    goods = [_with_neighbours(text, *ends) for cluster in clusters if (ends := _ends(cluster)) is not None]
    apart = [part for part in dict.fromkeys(goods) if not any(part in other != part for other in goods)]
    listed = [part for part in apart if not tells_of_goods(part) and is_item(part, workspace, None)]
    return tuple(listed or apart[:1])


def is_chemical(text: str, workspace: Workspace) -> bool:
    """Tell whether a word names a chemical; of an element, or a grade, other goods may be made."""
    if not can_classify():
        return False
    from sekisho.classification.index_cache import index_of

    lexicon = index_of(workspace.library, cache=workspace.cache).lexicon
    return "chemical" in {tag.concept.kind for tag in lexicon.tag(text).tags}


def _ends(cluster: Sequence[Span]) -> tuple[int, int] | None:
    """Return where things that stand beside each other begin and end, a form before them left out."""
    things = list(dropwhile(lambda span: span.kind == "form", cluster))
    return (things[0].start, max(span.end for span in things)) if things else None


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
    while start and _HAN.fullmatch(text[start - 1]) and text[start - 1] not in _NO_GOODS:
        start -= 1  # 高纯锗
    for opens, closes in ("()", "（）"):
        if text.count(opens, start, end) > text.count(closes, start, end):
            end = max(end, text.find(closes, end) + 1)
    behind = GOODS_END.search(text, end)
    end = behind.start() if behind is not None else len(text)
    while (word := _LATIN_BEHIND.match(text, end)) is not None and is_content(word[1]):
        end = word.end()  # plastic clothes hangers
    while (grade := _GRADE.match(text, end)) is not None and measure_in(grade[1]):
        end = grade.end()  # 氧化钆 3N
    return text[start:end].strip()
