"""How Japanese statements are joined: the predicate comes last, so a link changes the end of what stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

PLURAL: Final = 2

CONTINUED: Final = (
    ("ではない", "ではなく"),
    ("である", "であり"),
    ("られていない", "られておらず"),
    ("されていない", "されておらず"),
    ("ていない", "ておらず"),
    ("ている", "ており"),
    ("に当たらない", "に当たらず"),
    ("に当たる", "に当たり"),
    ("に入らない", "に入らず"),
    ("に入る", "に入り"),
    ("から出ない", "から出ず"),
    ("から出る", "から出"),
    ("しない", "せず"),
    ("する", "し"),
    ("下にない", "下になく"),
    ("下にある", "下にあり"),
    ("可能性がある", "可能性があり"),
)
"""How a predicate ends before another statement, the longest ending first where one holds another."""
NEITHER: Final = (
    ("ではない", "のいずれでもない"),
    ("に該当しない", "のいずれにも該当しない"),
    ("から出ない", "のいずれからも出ない"),
    ("を経由しない", "のいずれも経由しない"),
)
"""How the denial of one value becomes the denial of several."""


def continued(text: str) -> str:
    """Let a statement go on into the next that holds as well.

    >>> continued("仕向地が日本である")
    '仕向地が日本であり'
    """
    for ending, goes_on in CONTINUED:
        if text.endswith(ending):
            return text.removesuffix(ending) + goes_on
    return text


def joined(texts: Sequence[str], *, together: bool) -> str:
    """Join statements that all hold, or of which one holds.

    >>> joined(["仕向地が日本である", "用途が兵器である"], together=True)
    '仕向地が日本であり、かつ用途が兵器である'
    >>> joined(["仕向地が日本である", "用途が兵器である"], together=False)
    '仕向地が日本であるか、または用途が兵器である'
    """
    if len(texts) < PLURAL:
        return "".join(texts)
    *before, last = texts
    if together:
        return "、".join([*map(continued, before), f"かつ{last}"])
    return "、".join([*(f"{text}か" for text in before), f"または{last}"])


def denied_of_several(denied: str) -> str:
    """Turn the pattern that denies one value into the one that denies each of several.

    >>> denied_of_several("用途が{}ではない")
    '用途が{}のいずれでもない'
    """
    for one, several in NEITHER:
        if denied.endswith("{}" + one):
            return denied.removesuffix(one) + several
    return denied
