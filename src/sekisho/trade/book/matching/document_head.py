"""What stands above the table of a document and holds for each of its lines: buyer, ports, what the goods are for.

An invoice names who gets the goods once, above its lines: *Consignee: Naniwa Seiki Co., Ltd.*, a label with what it
states behind it, beside it or below it. Such a label is read like the header of a column, and what it states becomes a
column that says the same in every line. A table that has a column of its own for a place, a use or a day keeps that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sekisho.files.row_staging import BESIDE
from sekisho.regex import regex
from sekisho.trade.book.matching.header_reading import HeaderReading, read_header
from sekisho.trade.book.matching.headers import is_header

_PARTIES: Final = frozenset({"end_user", "importer", "exporter", "intermediate_consignee"})
_ONCE: Final = frozenset({"origin", "destination", "departure", "via", "end_use", "end_user_kind", "end_use_sector"})
"""Facts that a column of the table states better: of parties a line may have several, of these it has one."""
_DAY_OF_EXPORT: Final = 1
"""Rank of a label that names the day of export alone; *Date* is that of the paper."""
_USUAL: Final = 2
"""Rank up to which a label is sure: behind *To* may stand a place or a firm."""
_LABEL: Final = regex(r"\s*(?P<label>[^:：\n]{1,40}?)\s*[:：]\s*(?P<value>.*)")
_ADDRESSEE: Final = regex(
    r"\s*(?:(?P<before>.{2,80}?)[\s\u3000]*(?P<honour>御中|殿|台启)|(?i:messrs\.?|m/s\.?)\s+(?P<behind>.{2,80}))\s*"
)
"""To whom a paper is addressed, by the word of honour behind the name or before it."""
_PARTS: Final = regex(r"\t| {3,}|\u3000{2,}")
"""What stands between two labels on one line of text."""
_BEFORE_LABEL: Final = regex(r"[ \u3000]+(?=(?P<label>[\u3040-\u30ff\u3400-\u9fff]{1,12})[ \u3000]*[:：])")
"""Blanks before a label in Chinese or Japanese, which has none within: 仕出：中国　仕向：日本."""
_MOST_BELOW: Final = 6
"""Rows of a name and its address below a label. A guess; seven would be a second block."""
_LONGEST: Final = 300
"""Letters of what a label states; more is a remark."""
_CUSTOMER: Final = {None: "Customer", "御中": "得意先", "殿": "得意先", "台启": "客户"}
"""What an addressee's column is called, by the word of honour: as the paper would call it."""

Rows = Sequence[Sequence[str]]


def stated_above(rows: Rows, names: Sequence[str]) -> dict[str, str]:
    """Return the columns that what stands above a table makes, each with what it says in every line.

    Parameters
    ----------
    rows
        The cells above the header, row by row.
    names
        Columns of the table.

    Returns
    -------
    dict[str, str]
        By label; under `BESIDE` all words above, in which listed names are looked for whether or not a label is read.

    Examples
    --------
    >>> stated = stated_above([["Consignee:", "Naniwa Seiki"], ["Port of discharge: Osaka"]], ["Description", "Qty"])
    >>> stated["Consignee"], stated["Port of discharge"], stated[BESIDE]
    ('Naniwa Seiki', 'Osaka', 'Consignee: | Naniwa Seiki | Port of discharge: Osaka')
    """
    if not rows:
        return {}
    rows = _own_rows(rows, names)
    of_table = {reading.fact for reading in map(read_header, names) if reading.rank <= _USUAL}
    taken = {name.casefold() for name in names}
    columns: dict[str, str] = {}
    for label, value in _labelled(rows):
        reading = read_header(label)
        if not _holds(reading, of_table) or not value or len(value) > _LONGEST or label.casefold() in taken:
            continue
        taken.add(label.casefold())
        columns[label] = value
    words = " | ".join(text for row in rows for cell in row if (text := " ".join(cell.split())))
    return columns | ({BESIDE: words} if words else {})


def _own_rows(rows: Rows, names: Sequence[str]) -> Rows:
    """Leave out the row right above the header where it is the upper half of it: its groups begin names of columns."""
    if rows and any(cell.strip() and any(name.startswith(f"{cell.strip()} ") for name in names) for cell in rows[-1]):
        return rows[:-1]
    return rows


def _holds(reading: HeaderReading, of_table: set[str]) -> bool:
    """Tell whether what a label states holds for each line."""
    if reading.kind == "partner" or reading.fact in _PARTIES:
        return True
    if reading.fact in of_table:
        return False
    if reading.fact == "date":
        return reading.rank == _DAY_OF_EXPORT
    return reading.fact in _ONCE and reading.rank <= _USUAL


def _labelled(rows: Rows) -> Iterator[tuple[str, str]]:
    """Go through the labels of some rows, each with what it states."""
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            for part in _parts(cell):
                if (addressee := _ADDRESSEE.fullmatch(part)) is not None:
                    name = (addressee["before"] or addressee["behind"]).strip(" 　:：")
                    yield _CUSTOMER[addressee["honour"]], name
                    continue
                label, value = label_of(part)
                if label:
                    yield label, value or _beside(rows, at, place) or _below(rows, at, place)


def _parts(cell: str) -> Iterator[str]:
    """Part what stands on one line of text before each label.

    >>> list(_parts("仕出：中国　仕向：日本"))
    ['仕出：中国', '仕向：日本']
    """
    for part in _PARTS.split(cell):
        begin = 0
        for blank in _BEFORE_LABEL.finditer(part):
            if read_header(blank["label"]).fact:
                yield part[begin : blank.start()]
                begin = blank.end()
        yield part[begin:]


def label_of(text: str) -> tuple[str, str]:
    """Part a text into a label and what stands behind it; no label if it is none."""
    first, *others = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    match = _LABEL.fullmatch(first)
    if match is not None and read_header(match["label"]).fact:
        return match["label"], ", ".join(filter(None, (match["value"].strip(), *others)))
    return (first, ", ".join(others)) if is_header(first) else ("", "")


def is_label(cell: str) -> bool:
    """Tell whether a cell is a label, whether or not something stands behind it there."""
    text = cell.strip()
    return text.endswith((":", "：")) or is_header(text) or bool(label_of(text)[0])


def _beside(rows: Rows, at: int, place: int) -> str:
    """Return the next filled cell of the row, with the rows of its address below it; empty if it is a label."""
    behind = next((column for column in range(place + 1, len(rows[at])) if rows[at][column].strip()), -1)
    if behind < 0 or is_label(rows[at][behind]):
        return ""
    address = []
    for row in rows[at + 1 : at + 1 + _MOST_BELOW]:
        alone = behind < len(row) and row[behind].strip() and not any(cell.strip() for cell in row[:behind])
        if not alone or is_label(row[behind]):
            break
        address.append(row[behind].strip())
    return ", ".join([" ".join(rows[at][behind].split()), *address])


def _below(rows: Rows, at: int, place: int) -> str:
    """Return the cells below a label, down to the next that is empty or a label."""
    below = []
    for row in rows[at + 1 : at + 1 + _MOST_BELOW]:
        cell = row[place].strip() if place < len(row) else ""
        if not cell or is_label(cell):
            break
        below.append(" ".join(cell.split()))
    return ", ".join(below)
