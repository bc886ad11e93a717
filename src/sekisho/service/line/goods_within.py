"""The goods within words that say more than goods: a verb before them, how many there are, where they go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile
from typing import TYPE_CHECKING, Final, NamedTuple

from sekisho.classification.suggestion import can_classify
from sekisho.regex import regex
from sekisho.service.line.goods_or_party import is_item
from sekisho.service.workspace import Workspace
from sekisho.trade.sentence.goods_words import measure_in

if TYPE_CHECKING:
    from sekisho.classification.lexicon import Lexicon

_SAYS_MORE: Final = regex(
    r"(?<![\w-])(?:is|are|was|were|will|would|can|could|may|ok|okay|please|pls|wants?|needs?|orders?(?!\s+of\b)|ordered|buys?|bought|sells?|sold|ships?"
    r"|sends?|delivers?|uses|hand[- ]?carr(?:y|ied)|carry|take|bring|free\s+of\s+charge|we|our|my)(?![\w-])"
    r"|^\d+\s?(?:pcs|pieces|ctns?|pallets?|drums?|boxes|sets?)\b|^(?:samples?)\s+\d"
    r"|手提|随身|快递|邮件|参展|寄给|寄到|寄往|寄(?=[^\s]{2})|去(?=[^\s]{2})|带(?=\d)|发(?=[一两\d])|空运|海运|陆运|品名|合みます|持参|持ち出|送[っりる]"
    r"|老板|问一下|请问|(?:[出走])(?=[\s　]|$)|[\s　]\d[\d,.]*\s?(?:公斤|吨|千克)(?=[\s　]|$)",
    re.IGNORECASE,
)
"""Verbs, ways and amounts: none is a part of the name of goods."""
_CLAUSE: Final = regex(
    r"(?<=[\u3400-\u9fff\u30a0-\u30ffA-Za-z\d)）])(?:を(?!含|添加|用い|使[用っ]|主成分)|へ|から|が(?!\s?\d)|で(?!き))(?=\S)"
    r"|(?:ます|です|した|(?<!い)ません|大丈夫|ください|てい|ている|あり|かかり|入って)$|の(?:引き?合い?|注文|見積|問い合わせ)"
    r"|^(?:例の|先月|来月|今月|先週|来週)|納入"
    r"|能不能|可不可以|行不行|可以|能否|订了|订购|一[批票](?=\S)|询价|做成|仓库|最终|需要|我们|客户|做(?=[\u3400-\u9fff]{2})"
    r"|있는\s|(?<=[\uac00-\ud7af])[을를]\s"
    r"|(?<![\w-])(?:fragt|soll|sie|wir|ich|ist|sind|wird|haben|hat|geht)(?![\w-])"
    r"|^(?:asked|before|after|last|it)\b|\bbelongs?\b|[a-z]\.\s+\w"
)
"""Signs of a clause: a particle behind which more follows, how a verb ends, a question, time before goods."""
_RUN: Final = r"[\u3400-\u9fff々\u30a1-\u30ffA-Za-z\d・-]+(?:の[\u3400-\u9fff々\u30a1-\u30ffA-Za-z\d・-]+)*"
_OBJECT: Final = regex(rf"{_RUN}(?=を)|(?<=[たるす])(?=[\u3400-\u9fff\u30a1-\u30ff]){_RUN}$")
"""What a Japanese verb is done to, or what stands behind it and is made by it."""
_KINDS: Final = frozenset(
    {"element", "chemical", "material", "organism", "machine", "device", "other", "plain", "form"}
)
_APART: Final = regex(r"[,，、;；。]|\s\S+\s")
"""What stands between two things that are not one."""
_LATIN_BEFORE: Final = regex(r"(?:[A-Za-z][\w-]*\s+)*$")
_ENDS: Final = regex(
    r"[\s,，、;；。.()（）去到往发寄给在的做はをがへにで]|行不行|能不能|可不可以|可以|能否|の(?:引き?合い?|注文|見積|問い合わせ)|納入"
)
_GRADE: Final = regex(r"\s+([\d.]+\s?(?:%|％|[Nn]|ppm|[mcµμun]m))(?=[\s,，、;]|$)")
"""A grade or a size behind goods."""
_HAN: Final = regex(r"[\u3400-\u9fff]")
_NO_GOODS: Final = frozenset(
    "的带去到给发寄买卖要订是为在由从向往成做了于问块个台件只支条张片箱袋桶套批票种些款本枚用提携产国"
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


def says_more(text: str) -> bool:
    """Tell whether words that were taken for goods hold a verb, a way, an amount or another part of a clause.

    >>> says_more("金属テルルを北京から"), says_more("ジスプロシウムを含む磁石")
    (True, False)
    >>> says_more("is sodium cyanide"), says_more("手提带2块钐钴磁铁样品去日本参展"), says_more("sodium cyanide")
    (True, True, False)
    """
    return _SAYS_MORE.search(text) is not None or _CLAUSE.search(text) is not None


def object_in(text: str) -> str:
    """Return to what the verb of a Japanese clause is done, or what it makes; empty where it has no such word.

    >>> object_in("中国のソフト会社が作った図面管理ソフトを、設計事務所が使う")
    '図面管理ソフト'
    """
    match = _OBJECT.search(text)
    return match[0] if match is not None else ""


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
        if clusters and not (says_more(between) or _APART.search(between)):
            clusters[-1].append(span)
        else:
            clusters.append([span])
    clusters.sort(key=lambda cluster: -sum(span.weight for span in cluster))
    goods = [_with_neighbours(text, *ends) for cluster in clusters if (ends := _ends(cluster)) is not None]
    apart = [part for part in dict.fromkeys(goods) if not any(part in other != part for other in goods)]
    listed = [part for part in apart if not says_more(part) and is_item(part, workspace, None)]
    return tuple(listed or apart[:1])


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
    behind = _ENDS.search(text, end)
    end = behind.start() if behind is not None else len(text)
    while (grade := _GRADE.match(text, end)) is not None and measure_in(grade[1]):
        end = grade.end()  # 氧化钆 3N
    return text[start:end].strip()
