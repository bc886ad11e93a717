"""Lines outside tables -> headings, running titles, notes; and a list that is printed as lines -> entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from sekisho.trade.list_rows import Gathering
from sekisho.trade.list_text import AREA, code_of, opening_code
from sekisho.trade.listed import Unread
from sekisho.trade.pdf_pages import Block, Line, Row

PAGE_NUMBER: Final = re.compile(r"[-—–·\s]*(第\s*)?[0-9]{1,4}(\s*页)?(\s*[/共]\s*(共\s*)?[0-9]{1,4}(\s*页)?)?[-—–·\s]*")
SECTION: Final = re.compile(r"(?:[一二三四五六七八九十]+、|[ⅠⅡⅢⅣⅤ]+、|附[件录表注])")
CATEGORY: Final = re.compile(r"[（(][一二三四五六七八九十]+[）)]\s*\S")
CONTENTS: Final = re.compile(r"\.{4,}|…{2,}")
MARKED: Final = re.compile(r"([a-z]|[0-9]{1,2})[.、]\s*(\S.*)")
EDGE: Final = 2
"""Lines at the top and bottom of a page among which running titles are looked for."""


def place(line: Line | Row) -> str:
    """Say where a line stands."""
    return f"page {line.page}, line {line.number}"


def running_titles(pages: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Find the lines that repeat at the top or bottom of at least half of the pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        edge = [*page[:EDGE], *page[-EDGE:]]
        seen.update({line.text for line in edge if isinstance(line, Line)})
    least = max(2, len(pages) / 2)
    return frozenset(text for text, times in seen.items() if times >= least and opening_code(text) is None)


def outside(line: Line, gathering: Gathering, *, begun: bool) -> None:
    """Take a line that lies in no table and no entry: a heading, or something that is told of."""
    area = AREA.fullmatch(line.text)
    if area and not CONTENTS.search(line.text):
        gathering.heading(area)
    elif SECTION.match(line.text) or CATEGORY.match(line.text):
        gathering.current = None
        if "进口许可证" in line.text:
            gathering.exported = False
        elif "出口许可证" in line.text:
            gathering.exported = True
        if SECTION.match(line.text):
            gathering.section = line.text
    else:
        code = begun and opening_code(line.text) is not None
        why = "a code outside the table" if code else "outside the entries" if begun else "before the list begins"
        gathering.unread.append(Unread(place=place(line), text=line.text, why=why, grave=code))


def from_lines(pages: Sequence[Sequence[Block]], known: Iterable[str]) -> Gathering:
    """Read a list that is printed as lines: a code opens an entry, and what follows belongs to it.

    Parameters
    ----------
    known
        Codes in use. A sub-item that is marked by its letter or number alone (`a.` below 1C902) is an entry if its code
        is one of them; otherwise it stays in the text of the entry above.
    """
    codes, gathering, titles = frozenset(known), Gathering(), running_titles(pages)
    begun = False
    for page in pages:
        for block in page:
            lines = [block] if isinstance(block, Line) else [line for cell in block.cells for line in cell.lines]
            for line in lines:
                if line.text in titles or PAGE_NUMBER.fullmatch(line.text):
                    continue
                begun = begun or _begins(line.text)
                if begun:
                    _line(line, gathering, codes)
                else:
                    outside(line, gathering, begun=False)
    return gathering


def _begins(text: str) -> bool:
    return bool((AREA.fullmatch(text) or opening_code(text)) and not CONTENTS.search(text))


def _line(line: Line, gathering: Gathering, known: frozenset[str]) -> None:
    held = {draft.code for draft in gathering.drafts}
    opened = opening_code(line.text)
    current = gathering.current
    if opened and opened[0] not in held:
        gathering.row({"code": [opened[0]], "text": [opened[1]]}, place=place(line), page=line.page)
        return
    if opened:
        why = f"{opened[0]} stands already above: read as a mention"
        gathering.unread.append(Unread(place=place(line), text=line.text, why=why, grave=False))
    if AREA.fullmatch(line.text) or SECTION.match(line.text) or CATEGORY.match(line.text) or current is None:
        outside(line, gathering, begun=True)
        return
    marked = MARKED.fullmatch(line.text)
    code = below(current.code, marked[1], known) if marked else None
    if marked and code and code not in held:
        gathering.row({"code": [code], "text": [marked[2]]}, place=place(line), page=line.page)
        return
    if marked and not code:
        why = f"'{marked[1]}.' is no code in use below {current.code}: kept in its text"
        gathering.unread.append(Unread(place=place(line), text=line.text, why=why, grave=False))
    gathering.row({"text": [line.text]}, place=place(line), page=line.page)


def below(code: str, marker: str, known: frozenset[str]) -> str | None:
    """Find the code in use that a sub-item means: the nearest one, going up from the code above it.

    >>> below("1C902.a.4", "b", frozenset({"1C902.b"})), below("1A202", "a", frozenset({"1A202"}))
    ('1C902.b', None)
    """
    while code_of(code):
        if f"{code}.{marker}" in known:
            return f"{code}.{marker}"
        code = code.rpartition(".")[0]
    return None
