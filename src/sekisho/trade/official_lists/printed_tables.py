"""Rows of a table of an official list -> entries: what is wrapped over rows and pages is put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from sekisho.message import message
from sekisho.trade.official_lists.official_list import PrintedEntry, Unread
from sekisho.trade.official_lists.printed_text import (
    area_of,
    code_of,
    customs_codes,
    is_mangled,
    joined,
    narrow,
    parent_of,
)

BEGINNING: Final = re.compile(r"[0-9][A-E][0-9]{0,3}(\..*)?|[0-9]")
MARKER: Final = re.compile(r"^(?:[a-z]|[0-9]{1,2})[.、)]\s*")
Texts = Mapping[str, Sequence[str]]
"""Column to the lines of its cell."""


@dataclass(slots=True, kw_only=True)
class EntryDraft:
    """An entry while its rows are gathered; a list of lines may belong to several entries that share a cell."""

    place: str
    page: int
    code: str
    exported: bool
    section: str
    parts: dict[str, list[str]] = field(default_factory=dict)

    def cell(self, column: str) -> str:
        """The text of a column."""
        return joined(self.parts.get(column, ()))


@dataclass(slots=True, kw_only=True)
class Gathering:
    """Everything gathered so far while the rows of one file go by."""

    drafts: list[EntryDraft] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    current: EntryDraft | None = None
    exported: bool = True
    section: str = ""
    _shared: dict[str, list[str]] = field(default_factory=dict)

    def row(self, texts: Texts, *, place: str, page: int, reaching: frozenset[str] = frozenset()) -> None:
        """Take a row: it opens an entry, or goes on with the one before.

        Parameters
        ----------
        reaching
            Columns whose cell reaches down from a row above, so that both rows share it.
        """
        code, serial = "".join(texts.get("code", ())).replace(" ", ""), joined(texts.get("serial", ()))
        if area_of(code):
            self.heading(code, joined(texts.get("text", ())))
        elif code_of(code) and self._repeats(code, serial, page):
            self._go_on({column: lines for column, lines in texts.items() if column not in {"code", "serial"}}, page)
        elif code_of(code):
            self._open(code_of(code) or "", texts, place, page, reaching)
        elif code and self._completes(code, serial, page):
            self._go_on({column: lines for column, lines in texts.items() if column != "code"}, page)
        elif serial or (code and BEGINNING.fullmatch(code)):
            shared = self.current.code if self.current and "code" in reaching else ""
            self._open(code or shared, texts, place, page, reaching)
        elif code or self.current is None:
            self._leave(texts, place, _no_code(code))
        else:
            self._go_on(texts, page, apart="code" in reaching)

    def heading(self, area: str, name: str) -> None:
        """Take the name of an area such as 1C; what follows is no part of the entry before."""
        self.headings.setdefault(narrow(area).replace(" ", ""), name)
        self.current = None

    def _repeats(self, code: str, serial: str, page: int) -> bool:
        """Tell whether a row that goes on on the next page prints its code and serial number again."""
        current = self.current
        return bool(
            current
            and serial
            and current.page != page
            and code_of(current.code) == code_of(code)
            and current.cell("serial") == serial
        )

    def _completes(self, code: str, serial: str, page: int) -> bool:
        """Tell whether a code goes on that the end of a page cut off."""
        if self.current is None or serial or self.current.page == page or not self.current.code:
            return False
        whole = code_of(self.current.code + code)
        if whole:
            self.current.code = whole
        return whole is not None

    def _open(self, code: str, texts: Texts, place: str, page: int, reaching: frozenset[str]) -> None:
        draft = EntryDraft(place=place, page=page, code=code, exported=self.exported, section=self.section)
        kept = {column: lines for column, lines in self._shared.items() if column in reaching}
        self._shared = {**kept, **{column: list(lines) for column, lines in texts.items()}}
        draft.parts = dict(self._shared)
        self.drafts.append(draft)
        self.current = draft

    def _go_on(self, texts: Texts, page: int, *, apart: bool = False) -> None:
        """Add to the current entry; a further name beside the same code is set apart."""
        assert self.current is not None  # noqa: S101 - the caller looked
        for column, lines in texts.items():
            own = self.current.parts.setdefault(column, [])
            if apart and column == "name" and any(own) and any(lines):
                own.append("；")
            own.extend(lines)
        self.current.page = page

    def _leave(self, texts: Texts, place: str, why: str) -> None:
        text = joined(line for lines in texts.values() for line in lines)
        if text:
            self.unread.append(Unread(place=place, text=text, why=why, grave=True))


def _no_code(code: str) -> str:
    """Say why a row opens no entry."""
    if is_mangled(code):
        return message("lists.number_of_code", "a spreadsheet made a number of the code")
    if code:
        return message("lists.not_control_code", "'{code}' is not a control code", code=code)
    return message("lists.of_no_entry", "a row that belongs to no entry")


def listed(gathering: Gathering) -> tuple[list[PrintedEntry], list[PrintedEntry]]:
    """Make entries of what was gathered: those with a code of the export part, and the others."""
    coded: list[PrintedEntry] = []
    others: list[PrintedEntry] = []
    for draft in gathering.drafts:
        item, problems = _item(draft)
        gathering.unread += problems
        if not any(problem.grave for problem in problems):
            (coded if item.code and draft.exported else others).append(item)
    gathering.unread += missing_serials(gathering.drafts)
    return coded, others


def _item(draft: EntryDraft) -> tuple[PrintedEntry, list[Unread]]:
    code = code_of(draft.code) or ""
    problems: list[Unread] = []

    def odd(text: str, why: str, *, grave: bool) -> None:
        problems.append(Unread(place=draft.place, text=text, why=why, grave=grave))

    text, name = draft.cell("text"), draft.cell("name")
    if draft.code and not code:
        odd(f"{draft.code} {name or text}".strip(), _no_code(draft.code), grave=True)
    hs, rest = customs_codes(" ".join(draft.parts.get("hs", ())))
    if rest:
        if any(map(is_mangled, rest)):
            why = message("lists.made_number", "made a number by a spreadsheet")
        else:
            why = message("lists.not_customs_code", "no customs code of 8 or 10 digits")
        odd(f"{code} {' '.join(rest)}", why, grave=False)
    return PrintedEntry(
        code=code,
        parent=parent_of(code),
        name=name or first_words(text),
        text=text,
        hs=hs,
        unit=draft.cell("unit").replace(" ", ""),
        serial=draft.cell("serial"),
        place=draft.place,
    ), problems


def first_words(text: str) -> str:
    """Take the name out of a text: what stands before its first full stop, colon or semicolon.

    >>> first_words("a. 金属钐、含钐的合金及相关制品：1. 金属钐；")
    '金属钐、含钐的合金及相关制品'
    """
    bare = MARKER.sub("", narrow(text))
    return re.split(r"[：:；;。]", bare, maxsplit=1)[0].strip()


def missing_serials(drafts: Iterable[EntryDraft]) -> Iterator[Unread]:
    """Tell where serial numbers leave a gap: a row was lost there. They start anew with a part of the catalogue."""
    printed = ((draft, draft.cell("serial").replace(" ", "")) for draft in drafts)
    rows = [(draft, int(number)) for draft, number in printed if number.isdecimal()]
    if rows and rows[0][1] != 1:
        yield _gap(rows[0][0].place, 1, rows[0][1] - 1)
    for (before, last), (draft, serial) in pairwise(rows):
        another_part = (draft.section, draft.exported) != (before.section, before.exported)
        anew = serial == 1 and (another_part or not draft.code)
        if serial == last + 1 or anew:
            continue
        if serial > last:
            yield _gap(draft.place, last + 1, serial - 1)
        else:
            why = message(
                "lists.serial_order", "serial {serial} follows serial {last}", serial=str(serial), last=str(last)
            )
            yield Unread(place=draft.place, text=f"{draft.code} {serial}", why=why, grave=True)


def _gap(place: str, first: int, last: int) -> Unread:
    if first == last:
        why = message("lists.serial_missing", "serial {first} is missing before this row", first=str(first))
    else:
        why = message(
            "lists.serials_missing",
            "serials {first} to {last} are missing before this row",
            first=str(first),
            last=str(last),
        )
    return Unread(place=place, text=f"{first}-{last}", why=why, grave=True)
