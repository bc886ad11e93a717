"""Short texts that are no table: a form of labels and values, or a letter, which is staged as one line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sekisho.files.read_spec import FEWEST, FORM_WITHIN, HeaderTest
from sekisho.files.row_staging import Desk, StagedTable, stage_form, stage_paper
from sekisho.files.text.delimited import LETTERS, beginning_of, delimiter_of, long_cells


def stage_short_text(desk: Desk, source: Path, folder: Path, *, separator: str = "") -> StagedTable | None:
    """Stage a short text that is a form or a letter; None if it is a table, or longer than either.

    Parameters
    ----------
    source
        The text in UTF-8.
    separator
        What parts its cells, if that was named.
    """
    if source.stat().st_size > LETTERS:
        return None
    text = beginning_of(source)
    with long_cells():
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=separator or delimiter_of(text)))
    if len(rows) > FORM_WITHIN:
        return None
    # A line of text as a form has it, Buyer: Naniwa Seiki Co., Ltd., holds commas of its own.
    lines = [[line] for line in text.splitlines()]
    form = stage_form(desk, rows, folder, where=source.name) or stage_form(desk, lines, folder, where=source.name)
    if form or not desk.headers.is_paper or _is_table(rows, desk.headers):
        return form
    return stage_paper(desk, lines, folder)


def _is_table(rows: Sequence[Sequence[str]], headers: HeaderTest) -> bool:
    """Tell whether a header is known, or most rows have one number of cells; a text without words is a table too."""
    if any(headers.count(row) >= FEWEST for row in rows):
        return True
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    (usual, times), *_ = widths.most_common(1) or [(0, 0)]
    return not widths or (usual > 1 and times * 2 > widths.total()) or (usual == 1 and widths.total() == times)
