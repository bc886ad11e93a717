"""The sentences of a page, a screen, a workbook and a letter, without what is not the program's own speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests.support.web.html import Element, parsed

SILENT: Final = frozenset({"script", "style", "code", "kbd", "samp", "pre", "q", "blockquote", "textarea", "template"})
"""Elements that no rule of speech covers: what is copied, quoted, or never read."""
INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "em",
        "i",
        "mark",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
        "br",
        "button",
        "select",
        "label",
        "input",
    ]
)
"""Elements within a sentence."""
SPOKEN: Final = ("aria-label", "title", "placeholder", "alt")
"""Attributes that a voice or a pointer shows."""


def texts_of_html(whole: str, language: str) -> Iterator[str]:
    """Go through the texts of a page, one a block; what is marked as another language is left out."""
    yield from _texts(parsed(whole), language)


def _texts(one: Element, language: str) -> Iterator[str]:
    if one.tag == "datalist" or _is_silent(one, language):
        return
    yield from (one[name] for name in SPOKEN if one[name] and not one[name].startswith("/"))
    if one.tag == "svg":
        yield from (text for part in one.all("title", "desc", "text") for text in [part.text] if text)
        return
    blocks = [child for child in one.children if child.tag not in INLINE]
    own = _inline(one, language)
    if own:
        yield own
    for child in blocks:
        yield from _texts(child, language)
    for child in one.children:
        if child.tag in INLINE:
            yield from (text for part in child.all() if part.tag not in INLINE for text in _texts(part, language))


def _is_silent(one: Element, language: str) -> bool:
    """Tell whether no rule covers a text: it is copied or quoted, in another language, or the reader's own words."""
    return one.tag in SILENT or bool(one["lang"] and one["lang"] != language) or one["translate"] == "no"


def _inline(one: Element, language: str) -> str:
    """The text of a block without that of the blocks in it; parts of it that are silent leave a sign."""
    parts = []
    for piece in one.pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif _is_silent(piece, language):
            parts.append(" C ")
        elif piece.tag == "option":
            continue
        elif piece.tag in INLINE:
            parts.append(
                f"\n{_inline(piece, language)}\n"
                if piece.tag in {"button", "br", "label", "small"} or one.tag == "figcaption"
                else _inline(piece, language)
            )
    return "\n".join(filter(None, (" ".join(line.split()) for line in "".join(parts).split("\n"))))


def texts_of_screen(text: str) -> Iterator[str]:
    """Go through the lines of a screen, columns of tables apart."""
    for line in text.splitlines():
        yield from (part for part in re.split(r"\s{2,}", line.strip()) if part)
