"""A form: one shipment, or a few beside each other, whose facts stand one below the other behind their labels.

*Item: gallium metal*, *End user: Naniwa Seiki*; 品名, 需要者, 用途 in the first column. It has no header: its labels
are the names of the columns, and what stands behind them is the line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.read_spec import FORM_WITHIN
from sekisho.trade.book.matching.document_head import Rows, is_label, label_of
from sekisho.trade.book.matching.header_reading import read_header

_ITEM: Final = frozenset({"description", "hs_code", "control_codes"})
_FEWEST: Final = 3
"""Rows with labels, and facts that they state, from which cells are a form: an invoice has some above its table."""


@dataclass(frozen=True, slots=True)
class FormLabel:
    """A label, the column in which it stands, and the cells behind it down to the next label."""

    label: str
    place: int
    values: tuple[str, ...]
    is_known: bool = True


def names_item(header: str) -> bool:
    """Tell whether a header or a label is that of goods: their name, their customs code or their control code."""
    return read_header(header).fact in _ITEM


def form_of(rows: Rows) -> tuple[list[str], list[list[str]]] | None:
    """Read all rows of a table as a form; None if they are none.

    Returns
    -------
    tuple[list[str], list[list[str]]] | None
        Names of columns, and lines under them.

    Examples
    --------
    >>> form_of([["品名", "ガリウム"], ["仕向地", "日本"], ["需要者", "浪速精機"]])
    (['品名', '仕向地', '需要者'], [['ガリウム', '日本', '浪速精機']])
    >>> form_of([["Goods", "Destination"], ["gallium", "Japan"]])
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not _FEWEST <= len(filled) <= FORM_WITHIN:
        return None
    labelled = _by_one_column([list(_labels_in(row)) for row in filled])
    if any(sum(not any(label.values) for label in row) >= _FEWEST for row in labelled):
        return None  # labels beside each other are a header
    facts = {fact for row in labelled for label in row if (fact := read_header(label.label).fact) and any(label.values)}
    cells = zip(labelled, filled, strict=True)
    bare = sum(not row and sum(bool(cell.strip()) for cell in texts) >= _FEWEST for row, texts in cells)
    if len(facts) < _FEWEST or not facts & _ITEM or sum(map(bool, labelled)) < _FEWEST or bare > 1:
        return None
    columns = {label.label: label for row in reversed(labelled) for label in reversed(row)}
    names = list(dict.fromkeys(label.label for row in labelled for label in row))
    lines = range(_lines_beside(labelled))
    return names, [[_value(columns[name], at) for name in names] for at in lines]


def _value(label: FormLabel, at: int) -> str:
    return label.values[at] if at < len(label.values) else ""


def _by_one_column(labelled: list[list[FormLabel]]) -> list[list[FormLabel]]:
    """Leave out what would be a label that nobody knows, unless it stands below those that are known."""
    places = Counter(label.place for row in labelled for label in row if label.is_known)
    usual = places.most_common(1)[0][0] if places else -1
    return [[label for label in row if label.is_known or label.place == usual] for row in labelled]


def _labels_in(row: Sequence[str]) -> Iterator[FormLabel]:
    """Go through the labels of a row; of two cells the first is one, whether or not it is known."""
    cells = [" ".join(cell.split()) for cell in row]
    filled = [place for place, cell in enumerate(cells) if cell]
    at = 0
    while at < len(filled):
        label, value = label_of(cells[filled[at]])
        place, at = filled[at], at + 1
        is_known = bool(label)
        if not is_known and len(filled) == 2 and at == 1:  # noqa: PLR2004 - a label and its value
            label = cells[place].rstrip(":： ")
        if not label:
            continue
        end = next((other for other in filled[at:] if is_label(cells[other])), len(cells))
        behind = [cells[other] for other in range(place + 1, end)]
        if value or not any(behind):
            yield FormLabel(label, place, (value,), is_known)
        else:
            yield FormLabel(label, place, tuple(behind), is_known)
        at += sum(place < other < end for other in filled[at:])


def _lines_beside(labelled: Sequence[Sequence[FormLabel]]) -> int:
    """Count the lines beside each other: columns that most rows fill, where all labels stand in one column."""
    rows = [row[0] for row in labelled if row]
    if any(len(row) > 1 for row in labelled) or len({row.place for row in rows}) > 1:
        return 1
    width = max(len(row.values) for row in rows)
    usual = [sum(at < len(row.values) and bool(row.values[at]) for row in rows) * 2 > len(rows) for at in range(width)]
    return max(1, usual.index(False) if False in usual else width)
