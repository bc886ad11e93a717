"""What a description says that an item does not have, and what it leaves in doubt: "without Tb or Dy", "Dy free?".

A denial is only taken where it is plain: the negation stands right before a list of things, or a word such as "free"
right after one. "No Dy data", "no coating, Dy diffused" and "not Dy-free" deny nothing; what they speak of is doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sekisho.classification.lexicon import Tag, Tagged
from sekisho.classification.tokens import fold
from sekisho.dataclass import dataclass
from sekisho.regex import regex

_BEFORE: Final = regex(
    r"\b(?:without|w/o|free of|free from|not containing|does not contain|contains no|excluding|except|other than)\b"
    r"|\bno\b(?!\s*\.|\s+(?:less|more|fewer|greater|lower|higher|smaller|limit)\b)"
    r"|\b(?:non|zero)\b"
    r"|不含|无(?!人|水|缝|机|线|源|定|损|铅|刷|轴|纺|锈|烟|梭|菌|芯)|不包括|除外|未添加",
    re.IGNORECASE,
)
_AFTER: Final = regex(
    r"^[\s:-]*(?:free\b(?!-\w)(?!\s+(?:flow\w*|sample\w*|of|from|on|issue|standing|running|machining|cutting)\b)"
    r"|n\.?d\.?(?![a-z])|not detected|未检出|フリー|不使用|未使用|无添加|不添加|なし|含まず"
    r"|[をはも](?:一切)?(?:含ま(?:ず|ない|れない|れず|れていない|れていません)|含有し(?:ない|ません)"
    r"|(?:含んで|入って|入れて|使って|使用して|添加して)い(?:ない|ません))"
    r"|不含(?=[\s、，,。；;)）]|$))",
    re.IGNORECASE,
)
_STOP: Final = regex(r"[,;.。、；，()（）]|\b(?:with|but|for|in|on)\b")
_JOINT: Final = regex(r"(?:[\s/&+・]|\b(?:and|or|nor)\b|和|及|与|或|[やとも])+", re.IGNORECASE)
"""What joins elements of which one word behind the last says that there are none: Dy・Tb不使用."""
_FIGURE: Final = regex(r"\s*(?:含量|含有率|content)?\s*[:：=<>≤≥约約~]*\s*\d")
"""How much there is of an element: what is denied has no figure."""
_CLAUSE: Final = regex(r"[;。；\n]")
_FILLER: Final = regex(
    r"(?:[\s/&+·・:-]|\b(?:and|or|nor|any|added|intentional|intentionally|the|both|either)\b|和|及|与|或|任何|添加|や|と)*",
    re.IGNORECASE,
)
_TAIL: Final = regex(
    r"[\s/&+-]*(?:$|[^A-Za-z\s]|(?:and|or|nor|content|contents|addition|additions|added|additive|additives|doping|doped"
    r"|contained|inside|present|used|element|elements|whatsoever|at all|included|magnet|magnets|free)\b)",
    re.IGNORECASE,
)
_DOUBT_BEFORE: Final = regex(
    r"(?:\b(?:not|non|whether|if|isn't|may|might|possibly)|n't|并非|不是|是否|非|未必|可能)[\s:-]*$", re.IGNORECASE
)
_DOUBT_AFTER: Final = regex(
    r"[?？]|不明|未知|待定|待确认|ではない|でない|吗"
    r"|\b(?:unknown|unclear|undeclared|tbc|tbd|unsure)\b"
    r"|\bnot (?:declared|known|stated|specified|tested|given|confirmed|sure)\b"
    r"|free\s*[:=]?\s*(?:no|n|false)\b|(?:数据|报告|检测|要求|限制)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Negations:
    """What a description denies, and what it speaks of without saying whether the item has it; names of concepts."""

    denied: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()


def without_denied(tagged: Tagged, text: str) -> tuple[Tagged, Negations]:
    """Take out concepts that a description plainly denies; name them, and those that it leaves in doubt."""
    folded = fold(text)
    denied: list[Tag] = []
    doubted: list[Tag] = []
    for match in _BEFORE.finditer(folded):
        stop = _STOP.search(folded, match.end())
        end = stop.start() if stop else len(folded)
        run = _run(tagged, folded, match.end(), end)
        doubted.extend(_further(tagged, folded, run))
        plain = (
            run and not is_doubtful(folded, match.start(), _end(tagged, run[-1])) and _ends(tagged, folded, run, end)
        )
        (denied if plain else doubted).extend(run)
    for tag in tagged.tags:
        begin, end = tagged.units[tag.first].start, _end(tagged, tag)
        if _AFTER.match(folded[end : end + 24]):
            (doubted if is_doubtful(folded, begin, end) else denied).extend((*_joined_before(tagged, folded, tag), tag))
        elif tag.concept.kind == "element" and _in_doubt(folded, begin, end):
            doubted.append(tag)
    if not denied and not doubted:
        return tagged, Negations()
    kept = tuple(tag for tag in tagged.tags if tag in doubted or tag not in denied)
    said = _names(tag for tag in kept if tag not in doubted)
    no, open_ones = _names(denied), _names(doubted)
    return replace(tagged, tags=kept), Negations(no - open_ones - said, (open_ones - said) | (no & said))


def is_negated(folded: str, begin: int, end: int) -> bool:
    """Tell whether a word is denied or questioned where it stands: "not natural boron", "lighting?", "非民用".

    >>> [
    ...     is_negated(text, text.find("toy"), text.find("toy") + 3)
    ...     for text in ("a toy", "not a toy", "toy?", "toy-free")
    ... ]
    [False, True, True, True]
    """
    return _NEGATED_BEFORE.search(folded[:begin]) is not None or _NEGATED_AFTER.match(folded[end:]) is not None


_NEGATED_BEFORE: Final = regex(
    r"(?:\b(?:not|no|non|without|w/o|never|isn't|nor|neither|instead of|rather than|excluding|except|other than|≠)"
    r"(?:[\s-]+(?:a|an|any|the|for|from|in|of|as|to be|used|suitable|intended|made))*[\s-]*"
    r"|[≠非不未无]|不是|并非|不用于|非用于|不含|不适用于)$",
    re.IGNORECASE,
)
_NEGATED_AFTER: Final = regex(
    r"\s*[?？]|[\s-]*(?:free|like|grade|style|looking)\b|\s*[:=(]?\s*(?:no|not|none)\b|\s*(?:では|で|じゃ)ない|\s*(?:なし|以外|ではありません|不可|吗)",
    re.IGNORECASE,
)


def is_doubtful(folded: str, begin: int, end: int) -> bool:
    """Tell whether a denial is itself denied or questioned: "not Dy-free", "no Dy added?"."""
    clause = _CLAUSE.search(folded, end)
    rest = folded[end : clause.start() if clause else len(folded)]
    return _DOUBT_BEFORE.search(folded[:begin]) is not None or _DOUBT_AFTER.search(rest) is not None


def _in_doubt(folded: str, begin: int, end: int) -> bool:
    """Tell whether it is doubtful if an item holds an element: "Dy content unknown", "是否含镝"."""
    stop = _STOP.search(folded, end)
    rest = folded[end : stop.start() if stop else len(folded)]
    asked = re.search(r"(?:\b(?:whether|may|might|possibly)\b|是否|可能)[^,;，；。]*$", folded[:begin], re.IGNORECASE)
    return asked is not None or _DOUBT_AFTER.search(rest) is not None


def _run(tagged: Tagged, folded: str, begin: int, end: int) -> list[Tag]:
    """Take the things that follow a negation one upon the other: a list of one kind, or wider and narrower names."""
    run: list[Tag] = []
    for tag in tagged.tags:
        start = tagged.units[tag.first].start
        if not begin <= start < end:
            continue
        gap = folded[(_end(tagged, run[-1]) if run else begin) : start]
        if _FILLER.fullmatch(gap) is None:
            break
        if run and not gap.strip(" -") and not _alike(run[-1], tag):
            break
        run.append(tag)
    return run


def _further(tagged: Tagged, folded: str, run: list[Tag]) -> list[Tag]:
    """Take the elements that 、 joins to a list of denied ones, as far as none has a figure: 不含镝、铽, and not 铽2%.

    Most writers deny them too, and some begin anew: whether the item has them is open.
    """
    members = run[-1:] if run and run[-1].concept.kind == "element" else []
    for tag in tagged.tags[tagged.tags.index(members[-1]) + 1 :] if members else ():
        gap = folded[_end(tagged, members[-1]) : tagged.units[tag.first].start]
        if tag.concept.kind != "element" or gap.strip() != "、" or _FIGURE.match(folded[_end(tagged, tag) :]):
            break
        members.append(tag)
    return members[1:]


def _joined_before(tagged: Tagged, folded: str, tag: Tag) -> list[Tag]:
    """Take the elements that a stroke or *and* joins to one that is denied behind it."""
    members = [tag] if tag.concept.kind == "element" else []
    for other in reversed(tagged.tags[: tagged.tags.index(tag)]) if members else ():
        gap = folded[_end(tagged, other) : tagged.units[members[-1].first].start]
        if other.concept.kind != "element" or not _JOINT.fullmatch(gap):
            break
        members.append(other)
    return members[1:]


def _ends(tagged: Tagged, folded: str, run: list[Tag], end: int) -> bool:
    """Tell whether the list ends the denial: "no Dy added" denies it, "no Dy data" speaks of data."""
    if run[-1].concept.kind != "element":
        return True
    return _TAIL.match(folded[_end(tagged, run[-1]) : end]) is not None


def _alike(one: Tag, other: Tag) -> bool:
    return one.concept.kind == other.concept.kind or one.concept.name in other.concept.broader


def _names(tags: Iterable[Tag]) -> frozenset[str]:
    return frozenset(tag.concept.name for tag in tags)


def _end(tagged: Tagged, tag: Tag) -> int:
    return tagged.units[tag.last].end
