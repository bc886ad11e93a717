"""Words by which a text says of its own goods that they are on a control list.

Who writes *controlled item* or リスト規制品 has looked it up, or was told: that nothing on the list resembles such
goods is then no finding, whatever else the words are.
"""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex

_CONTROLLED: Final = regex(
    r"\b(?:export[- ]?)?controlled\s+(?:items?|goods|products?|commodit(?:y|ies)|technolog(?:y|ies)|articles?)\b"
    r"|\bdual[- ]?use\b|\bsubject to export controls?\b"
    r"|リスト[規规]制|[規规]制(?:品|[貨货]物)|[該该]当(?:品|[貨货]物)|[両两]用品"
    r"|管制(?:物[項项]|物品|[貨货]物|技[術术]|品)|[兩两]用(?:物[項项]|物品|品目)|受(?:出口)?管制|전략물자",
    re.IGNORECASE,
)
"""In characters of either form: descriptions are folded to simplified ones."""
_DENIED_BEFORE: Final = regex(
    r"(?:\b(?:not?|non|un|never|isn't|aren't|without)(?:\s+(?:an?|any|the|on|of))*|n't"
    r"|非|未|不[属屬][于於]?|不是|[并並]非|不受|[無无])[\s:-]*$",
    re.IGNORECASE,
)
_DENIED_BEHIND: Final = regex(
    r"\s*(?:(?:に|には|では|で)?(?:は)?(?:ない|なく|ありません|非[該该]当|[該该]当せず|[該该]当し(?:ない|ません))"
    r"|外(?![\u3400-\u9fff])|なし|아님|: ?(?:no|none)\b)",
    re.IGNORECASE,
)


def says_controlled(text: str) -> bool:
    """Tell whether a text says of the goods that a control list holds them; one that denies it does not.

    >>> says_controlled("慣性航法装置（当社保有、リスト規制品）"), says_controlled("widget (dual-use item)")
    (True, True)
    >>> says_controlled("ポンプ（リスト規制非該当）"), says_controlled("pump, not dual-use"), says_controlled("pump")
    (False, False, False)
    """
    return any(
        not (_DENIED_BEFORE.search(text[: match.start()]) or _DENIED_BEHIND.match(text, match.end()))
        for match in _CONTROLLED.finditer(text)
    )
