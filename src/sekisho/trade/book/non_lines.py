"""Rows of a book that are no lines: sums, headers that stand again, notes, and rows in which nothing stands.

They are told apart by what stands in them. A row is a line unless it is plainly none: one that names a party or goods
is always a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

BETWEEN: Final = " | "
"""Stands between the cells of a row in one text."""
FEW: Final = 2
"""Cells up to which a row may be a note; titles and notes of real books fill one, or one with its mark before it. With
three, lines of short books become notes; with one, a note with its mark before it is a line."""


class RowKind(StrEnum):
    """Why a row is no line."""

    SUM = "sum"
    HEADER = "header"
    NOTE = "note"
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLine:
    """A row that is no line, with its cells in one text."""

    row: int
    kind: RowKind
    text: str
    file: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data, as the run card keeps it."""
        return {"row": self.row, "kind": str(self.kind), "text": self.text} | ({"file": self.file} if self.file else {})


_SUM_CJK: Final = (
    r"(?:.{0,12}(?:合\s*計|小\s*計|総\s*計|總\s*計|累\s*計|頁計|ページ計|(?<=[月日部課門先社店別国])計|合\s*计|小\s*计|总\s*计|共计|累计|页计)"
    r"|計|计|(?:次|翌)[頁ペ].{0,6}|(?:前|次)?[頁月期]?(?:より)?繰越.{0,4}|承前页|过次页|结转.{0,4})"
    r"(?:金?額|金额|数量?|件数)?(?:[(\[].{0,12}[)\]])?[:.]?"
)
_SUM_HANGUL: Final = (
    r"(?:.{0,12}(?:합\s*계|총\s*계|소\s*계|누\s*계|누적|총액|총합|(?<=[월일년부과])계|페이지\s*계)|합|계)"
    r"\s*(?:금액|수량|건수|액)?(?:[(\[].{0,12}[)\]])?[:.]?|(?:(?:전|차)(?:월|기)\s*)?이월(?:액|금액?|잔액)"
)
_SUM_LATIN: Final = (
    r"(?:grand|sub|page|sheet|overall|report|running|invoice|order|section|sous|sub)?[\s-]*totals?e?n?"
    r"(?:[\s-]+(?:general|g[ée]n[ée]ral|geral|amount|value|sum|fob|cif|price|qty|quantity|page|lines?|items?|"
    r"usd|jpy|cny|rmb|eur|gbp|in|of|for|this|[\d/.]+)){0,4}[\s:.]*"
    r"|sum|sums|summe|gesamt(?:summe)?|zwischensumme|suma|soma|somme|totale|subtotale"
    r"|итого|всего|carried\s+forward|brought\s+forward|balance\s+[bc]/?f"
)
_SUM: Final = re.compile(rf"^[\s*【\[(<-]*(?:{_SUM_CJK}|{_SUM_HANGUL}|{_SUM_LATIN})[\s*】\])>:.-]*$", re.IGNORECASE)
SUM_HINT: Final = (
    "計|计|계|합|누적|총액|이월|total|sum|som|итого|всего|forward|balance|繰越|承前页|过次页|结转|gesamt|頁|ページ"
)
"""Found in every sum, so that few rows are looked at more closely."""
_AMOUNT: Final = re.compile(
    r"^[\s(△▲+-]*(?:[A-Z]{0,3}[$¥€£￥]?|US\$)?\s*[(△▲+-]?[\d.,'\s]+(?:\s*[\w%/.¥$€£円元千百万億亿件個台枚本点行]{0,4}){0,2}[)\s.-]*$"
)
_SMALL: Final = re.compile(r"^\W*\w{0,4}\W*$")
_MARKED: Final = re.compile(
    r"^\s*(?:[※＊*#●■◆▲注➀-➓①-⑳]|(?:注意?|註|備考|备注|備註|说明|説明|摘要|出典|出所|資料|note|notes|n\.?b|remarks?|source|"
    r"disclaimer|confidential|page|printed|generated|end of)\b[\s\d]*[:).\s]?)",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(
    r"^\W*(?:以上|以下余白|余白|社外秘|取扱注意|end|eof|fin|第?\s*\d+\s*(?:頁|ページ|页)(?:\s*/\s*\d+.*)?"
    r"|(?:page|p\.?|頁|页)\s*\d+(?:\s*(?:of|/)\s*\d+)?|\d+\s*/\s*\d+)\W*$",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(r"^[^\d:：]{1,14}[:：].*$", re.DOTALL)
_NAME_OF_LINE: Final = re.compile(r"^[\w./#-]{1,24}$", re.ASCII)
BLANK: Final = frozenset({"", "-", "--", "―", "—", "–", "*"})


def row_text(cells: Iterable[str]) -> str:
    """Return the cells of a row in one text.

    >>> row_text(["Total", "", "3  pcs"])
    'Total | 3 pcs'
    """
    return BETWEEN.join(text for cell in cells if (text := " ".join(cell.split())))


def is_sum_word(text: str) -> bool:
    """Tell whether a cell is a word for a sum and nothing else.

    >>> is_sum_word("Grand total"), is_sum_word("合計"), is_sum_word("Total station")
    (True, True, False)
    """
    return bool(_SUM.match(_plain(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RowJudge:
    """Tells rows that are no lines from lines.

    Parameters
    ----------
    names
        The columns as the header names them, in order.
    facts
        Place of a column, and the kind of the fact that it was mapped to; `line` for the names of lines.
    usual
        Cells that most rows fill.
    """

    names: Sequence[str]
    facts: Mapping[int, str]
    usual: int

    def kind(self, cells: Sequence[str | None]) -> RowKind | None:
        """Say why a row is no line; None if it is one."""
        plain = [_plain(cell or "") for cell in cells]
        filled = {place: text for place, text in enumerate(plain) if text not in BLANK}
        if not filled:
            return RowKind.BLANK if len(self.names) > 1 else None
        if self._is_header(filled):
            return RowKind.HEADER
        if self._is_sum(filled):
            return RowKind.SUM
        return RowKind.NOTE if self._is_note(filled) else None

    def _is_header(self, filled: Mapping[int, str]) -> bool:
        """Tell whether most cells say what their column is called."""
        equal = sum(
            place < len(self.names) and is_header_cell(text, self.names[place]) for place, text in filled.items()
        )
        enough = min(2, len(self.names))
        return equal >= enough and (equal == len(filled) or (equal > enough and equal * 5 >= len(filled) * 3))

    def _is_sum(self, filled: Mapping[int, str]) -> bool:
        """Tell whether a row has a word for a sum, and beside it amounts alone."""
        words = [place for place, text in filled.items() if _SUM.match(text)]
        if not words or (len(filled) >= self.usual and len(self.names) > FEW):
            return False
        rest = {place: text for place, text in filled.items() if place not in words}
        if any(self.facts.get(place) == "line" for place in rest):
            return False
        return all(
            _AMOUNT.match(text) or (_SMALL.match(text) and place not in self.facts) for place, text in rest.items()
        )

    def _is_note(self, filled: Mapping[int, str]) -> bool:
        """Tell whether a row holds a note: one marked as such, or a text alone where no fact is looked for."""
        if len(self.names) <= FEW or self.usual <= FEW:
            return False
        texts = list(filled.values())
        if len(filled) <= FEW and (_MARKED.match(texts[0]) or _ENDS.match(" ".join(texts))):
            return True
        if len(filled) * 2 < self.usual and all(_LABELLED.match(text) for text in texts):
            return True
        (place, text), *more = filled.items()
        if more:
            return False
        kind = self.facts.get(place, "")
        if kind == "line":
            return not _NAME_OF_LINE.match(text)
        first = place == 0 and not kind
        return first and bool(re.search(r"[^\W\d_]{2}", text)) and not _NAME_OF_LINE.match(text)


def is_header_cell(text: str, name: str) -> bool:
    """Tell whether a cell says what its column is called, whatever its letters and spaces look like.

    >>> is_header_cell("ORDER  NO", "order no")
    True
    """
    return _folded(text) == _folded(name)


def is_nothing(text: str) -> bool:
    """Tell whether nothing stands in a cell: neither letters nor figures, or a stroke.

    >>> is_nothing(" "), is_nothing("―"), is_nothing("0")
    (True, True, False)
    """
    return _plain(text) in BLANK


def _plain(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


# Cells of a column are mostly the same few texts: a look at 65,536 of them is kept. A guess; fewer are folded again.
@lru_cache(maxsize=1 << 16)
def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
