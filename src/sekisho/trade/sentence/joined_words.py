"""How words are put together again, between which something was taken out."""

from __future__ import annotations

from typing import Final

from sekisho.regex import regex

_ENDS: Final = ".。"
_BESIDE: Final = f" ,，、;；{_ENDS}"
_OPENS: Final = regex(r"[(（]\s*$")
_CLOSES: Final = regex(r"^\s*[)）]")


def joined_words(before: str, behind: str) -> str:
    """Put words together; brackets around what was taken out go with it, and a mark on both sides is said once.

    >>> joined_words("motor, ", ", to Osaka"), joined_words("motor (", ") to Osaka"), joined_words("电机，", "。海防")
    ('motor, to Osaka', 'motor to Osaka', '电机。海防')
    """
    if (opened := _OPENS.search(before)) and (closed := _CLOSES.search(behind)):
        before, behind = before[: opened.start()], behind[closed.end() :]
    left, right = before.rstrip(_BESIDE), behind.lstrip(_BESIDE)
    if not left or not right:
        return left + right
    apart = before[len(left) :] + behind[: len(behind) - len(right)]
    marks = [letter for letter in apart if not letter.isspace()]
    mark = next((letter for letter in marks if letter in _ENDS), marks[0] if marks else "")
    return left + mark + (" " if mark.isascii() and (left[-1].isascii() or right[0].isascii()) else "") + right
