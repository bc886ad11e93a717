"""Lines outside tables -> headings, running titles, notes; and a list that is printed as lines -> entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from sekisho.message import message
from sekisho.trade.official_lists.official_list import Unread
from sekisho.trade.official_lists.pdf_pages import Block, PdfRow, PrintedLine
from sekisho.trade.official_lists.printed_tables import Gathering
from sekisho.trade.official_lists.printed_text import area_of, code_of, leading_code, list_order, opening_code

PAGE_NUMBER: Final = re.compile(r"[-—–·\s]*(第\s*)?[0-9]{1,4}(\s*页)?(\s*[/共]\s*(共\s*)?[0-9]{1,4}(\s*页)?)?[-—–·\s]*")
SECTION: Final = re.compile(r"(?:[一二三四五六七八九十]+、|[ⅠⅡⅢⅣⅤ]+、|附[件录表注])")
CATEGORY: Final = re.compile(r"[（(][一二三四五六七八九十]+[）)]\s*\S")
CONTENTS: Final = re.compile(r"\.{4,}|…{2,}")
MARKED: Final = re.compile(r"([a-z]|[0-9]{1,2})[.、]\s*(\S.*)")
EDGE: Final = 2
"""Lines at the top and bottom of a page among which running titles are looked for. A guess. Smaller, a running title
of two lines is read as an entry; larger, entries at the edge are lost."""


def place(line: PrintedLine | PdfRow) -> str:
    """Say where a line stands."""
    return message("lists.printed_place", "page {page}, line {line}", page=str(line.page), line=str(line.number))


def running_titles(pages: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Find the lines that repeat at the top or bottom of at least half of the pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        edge = [*page[:EDGE], *page[-EDGE:]]
        seen.update({line.text for line in edge if isinstance(line, PrintedLine)})
    least = max(2, len(pages) / 2)
    return frozenset(text for text, times in seen.items() if times >= least and opening_code(text) is None)


def outside(line: PrintedLine, gathering: Gathering, *, begun: bool) -> None:
    """Take a line that lies in no table and no entry: a heading, or something that is told of."""
    area = area_of(line.text)
    if area and not CONTENTS.search(line.text):
        gathering.heading(*area)
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
        if code:
            why = message("lists.code_outside", "a code outside the table")
        elif begun:
            why = message("lists.outside_entries", "outside the entries")
        else:
            why = message("lists.before_list", "before the list begins")
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
    kept: list[str] = []
    leading: list[tuple[str, PrintedLine]] = []
    for page in pages:
        for block in page:
            lines = [block] if isinstance(block, PrintedLine) else [line for cell in block.cells for line in cell.lines]
            for line in lines:
                if line.text in titles or PAGE_NUMBER.fullmatch(line.text):
                    continue
                begun = begun or _begins(line.text)
                if begun:
                    found = leading_code(line.text)
                    leading += [(found[0], line)] if found else []
                    _line(line, gathering, codes, kept)
                else:
                    outside(line, gathering, begun=False)
    gathering.unread += [*_missed(leading, gathering, codes), *_out_of_order(gathering)]
    return gathering


def _missed(
    leading: Iterable[tuple[str, PrintedLine]], gathering: Gathering, known: frozenset[str]
) -> Iterator[Unread]:
    """Tell of lines that begin with a code in use, read as references to it, where no entry has that code."""
    held = {draft.code for draft in gathering.drafts}
    for code, line in leading:
        if code in known - held:
            why = message("lists.read_as_reference", "{code} was read as a reference", code=code)
            yield Unread(place=place(line), text=line.text, why=why, grave=True)


def _out_of_order(gathering: Gathering) -> Iterator[Unread]:
    """Tell of entries that stand before a smaller code: the list counts up, so one of the two may be a reference."""
    for before, after in pairwise(gathering.drafts):
        if list_order(after.code) < list_order(before.code):
            why = message(
                "lists.out_of_order",
                "{code} follows {before} ({place}): a reference may have been read as an entry",
                code=after.code,
                before=before.code,
                place=before.place,
            )
            yield Unread(place=after.place, text=f"{after.code} {after.cell('text')}", why=why, grave=True)


def _begins(text: str) -> bool:
    return bool((area_of(text) or opening_code(text)) and not CONTENTS.search(text))


def _line(line: PrintedLine, gathering: Gathering, known: frozenset[str], kept: list[str]) -> None:
    """Take a line; `kept` holds the last marker that stayed in the text of the current entry."""
    held = {draft.code for draft in gathering.drafts}
    opened = opening_code(line.text)
    current = gathering.current
    if opened and opened[0] not in held:
        _open(opened[0], opened[1], line, gathering, kept)
        return
    if opened:
        why = message("lists.read_as_mention", "{code} stands already above: read as a mention", code=opened[0])
        gathering.unread.append(Unread(place=place(line), text=line.text, why=why, grave=False))
    if area_of(line.text) or SECTION.match(line.text) or CATEGORY.match(line.text) or current is None:
        outside(line, gathering, begun=True)
        return
    marked = MARKED.fullmatch(line.text)
    if marked:
        goes_on = bool(kept) and _follows(marked[1], kept[-1])
        code = None if goes_on else below(current.code, marked[1], known - held)
        if code:
            _open(code, marked[2], line, gathering, kept)
            return
        kept.append(marked[1])
        why = message(
            "lists.stays_in_text",
            "'{marker}.' is not a code in use below {code}: it stays in its text",
            marker=marked[1],
            code=current.code,
        )
        gathering.unread.append(Unread(place=place(line), text=line.text, why=why, grave=False))
    gathering.row({"text": [line.text]}, place=place(line), page=line.page)


def _open(code: str, text: str, line: PrintedLine, gathering: Gathering, kept: list[str]) -> None:
    gathering.row({"code": [code], "text": [text]}, place=place(line), page=line.page)
    kept.clear()


def _follows(marker: str, before: str) -> bool:
    """Tell whether a marker comes right after another: b after a, 3 after 2."""
    if marker.isdecimal() and before.isdecimal():
        return int(marker) == int(before) + 1
    return not marker.isdecimal() and not before.isdecimal() and ord(marker) == ord(before) + 1


def below(code: str, marker: str, known: frozenset[str]) -> str | None:
    """Find the code in use that a sub-item means: the nearest one, going up, that comes after the code above it.

    >>> below("1C902.a.4", "b", frozenset({"1C902.b"})), below("2B352.d.1", "b", frozenset({"2B352.b"}))
    ('1C902.b', None)
    """
    above = code
    while code_of(above):
        found = f"{above}.{marker}"
        if found in known:
            return found if list_order(found) > list_order(code) else None
        above = above.rpartition(".")[0]
    return None
