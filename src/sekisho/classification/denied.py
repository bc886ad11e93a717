"""What a description says that an item does not have: "without Tb or Dy", "不含镝", "ジスプロシウム不使用"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from sekisho.classification.lexicon import Tagged
from sekisho.classification.text import fold

_BEFORE: Final = re.compile(
    r"\b(?:without|free of|free from|no|not containing|does not contain|contains no|excluding|except|other than)\b"
    r"|\b(?:non|zero)\b"
    r"|不含|无(?!人|水|缝|机|线|源|定|损|铅|刷|轴|纺|锈|烟|梭|菌|芯)|不包括|除外|未添加|無添加",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"^[\s:-]*(?:free\b|n\.?d\.?(?![a-z])|not detected|未检出|フリー|不使用|を含まない|未使用|无添加|不添加|なし)",
    re.IGNORECASE,
)
_STOP: Final = re.compile(r"[,;.。、；，()（）]|\b(?:with|but|for|in|on)\b")


def without_denied(tagged: Tagged, text: str) -> tuple[Tagged, frozenset[str]]:
    """Take out concepts that a description denies, and name them."""
    folded = fold(text)
    scopes = []
    for match in _BEFORE.finditer(folded):
        stop = _STOP.search(folded, match.end())
        scopes.append((match.end(), stop.start() if stop else len(folded)))
    denied = []
    for tag in tagged.tags:
        begin, end = tagged.units[tag.first].start, tagged.units[tag.last].end
        if any(first <= begin < last for first, last in scopes) or _AFTER.match(folded[end : end + 8]):
            denied.append(tag)
    if not denied:
        return tagged, frozenset()
    kept = tuple(tag for tag in tagged.tags if tag not in denied)
    return replace(tagged, tags=kept), frozenset(tag.concept.name for tag in denied)
