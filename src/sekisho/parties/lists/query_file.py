"""A file of parties to be screened: names, and what else tells who they are; in CSV or a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sekisho.errors import BookError, ListError, Problem, did_you_mean
from sekisho.files.read_spec import TextRow
from sekisho.files.text_tables import open_table
from sekisho.i18n.territory_codes import Territories
from sekisho.message import joined, message
from sekisho.parties.comparison import Query
from sekisho.parties.lists.headers import columns_of, known_headers
from sekisho.trade.book.matching.numbered_columns import numbered_columns

_IDENTIFIERS = ("identifiers", "corporate_number", "lei", "stock_code")


def read_queries(path: Path, territories: Territories, column: str = "") -> list[Query]:
    """Read the parties of a file, one a row, empty names too: a row without a name is a party nobody named.

    Parameters
    ----------
    territories
        Names of territories, for the column of seats.
    column
        Header of the column of names; left out, it is found by its header in English, Japanese or Chinese. A file of
        one column needs no header.

    Raises
    ------
    ListError
        If the file cannot be read, or no column holds names.
    """
    if not path.is_file():
        remedy = message("parties.name_query_file", "Name a CSV file or a spreadsheet with a column of names.")
        raise ListError(Problem(where=str(path), what=message("error.no_such_file", "no such file."), remedy=remedy))
    try:
        rows = list(open_table(path).rows())
    except BookError as fault:
        raise ListError(fault.problems) from None
    if not rows:
        raise ListError(
            Problem(
                where=path.name,
                what=message("error.is_empty", "is empty."),
                remedy=message("parties.expected_names", "Expected a column of names."),
            )
        )
    return _queries(rows, territories, column, path.name)


def _queries(rows: Sequence[TextRow], territories: Territories, column: str, where: str) -> list[Query]:
    header = [" ".join(cell.split()) for cell in rows[0].cells]
    known = columns_of(header)
    if column and column not in header:
        remedy = did_you_mean(column, header) or message(
            "parties.columns", "Columns: {columns}.", columns=joined(header, "comma")
        )
        raise ListError(
            Problem(where=where, what=message("error.no_column", "no column '{column}'.", column=column), remedy=remedy)
        )
    pieces = numbered_columns(header)
    names = [at for at, name in enumerate(known) if name.startswith("name")]
    names += [header.index(first) for stem, (first, *_) in pieces.items() if columns_of([stem])[0].startswith("name")]
    at = header.index(column) if column else names[0] if names else None
    body = rows[1:]
    if at is None:
        if any(len(row.cells) > 1 for row in rows):
            remedy = message(
                "parties.name_column",
                "Name it with --column, or give it a header such as {headers}.",
                headers=known_headers(("name",)),
            )
            raise ListError(
                Problem(
                    where=where,
                    what=message(
                        "parties.no_name_column", "no column of names among {columns}.", columns=joined(header, "comma")
                    ),
                    remedy=remedy,
                )
            )
        at, body, known = 0, rows, ["name"]
    several = next((columns for columns in pieces.values() if columns[0] == header[at]), (header[at],))
    name_columns = [at, *map(header.index, several[1:])]  # a name may stand in pieces
    places = {name: place for place, name in enumerate(known) if name}
    territory = places.get("territory")
    numbers = [places[name] for name in _IDENTIFIERS if name in places]
    return [
        Query(
            name="\n".join(filter(None, (_cell(row, place) for place in name_columns))),
            territory=territories.code(_cell(row, territory)),
            identifiers=tuple(filter(None, (_cell(row, place) for place in numbers))),
        )
        for row in body
    ]


def _cell(row: TextRow, place: int | None) -> str:
    return row.cells[place] if place is not None and place < len(row.cells) else ""
