"""Reading a party list from a file: recognising its layout, then every row, with all that is wrong at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from sekisho.errors import BookError, ListError, Problem
from sekisho.files.json_lines import KeyTwiceError, load_json
from sekisho.files.read_spec import ReadSpec, TextRow
from sekisho.files.spreadsheet import SPREADSHEETS
from sekisho.files.temporary import temporary_folder
from sekisho.files.text.encoding import text_of_file
from sekisho.files.text.encoding_readings import short
from sekisho.files.text_tables import ARCHIVES, open_sheets, unpacked
from sekisho.i18n.territory_codes import Territories
from sekisho.law.model.listed_party import IdentifierKind
from sekisho.message import counted, message
from sekisho.parties.lists.followthemoney import FtmContents, Record, first, is_target, read_records, sorted_out, texts
from sekisho.parties.lists.headers import known_headers
from sekisho.parties.lists.layout_readers import KINDS, READERS, TableReader, cells_of, screening_records, tell_left_out
from sekisho.parties.lists.layouts import EXPECTED, header_of, layout_of_text, seems_a_header
from sekisho.parties.lists.ofac import check_other_names, drafts_of, is_ofac, read_tables
from sekisho.parties.lists.party_list import NO_ENTITY, TWICE, Layout, PartyDraft, PartyList, RowFaults, finished
from sekisho.parties.lists.pdf_table import rows_of_pdf
from sekisho.parties.lists.sanctions_tables import RETIRED, read_denied, read_eu, read_ofsi, read_uk
from sekisho.parties.lists.sanctions_xml import drafts_of_xml, layout_of_xml

_CODED: Final[dict[str, IdentifierKind]] = {"leiCode": "lei", "ticker": "stock_code", "uscCode": "credit_code"}
"""Properties of FollowTheMoney that say which code they hold."""

_NUMBERS: Final = ("registrationNumber", "idNumber", "taxNumber", "innCode", "ogrnCode", "vatCode", "dunsCode")
"""Properties that hold numbers of several schemes."""
_NAME_FILE: Final = message("parties.name_list_file", "Name a CSV, XML, JSON or spreadsheet file, or an archive.")
_BEGINNING: Final = 1 << 10
"""Bytes in which the first letter of a file stands, behind a mark and blank lines."""
_SAMPLE: Final = 20_000
"""Letters of a file that may hold the header: 30 rows of some hundred letters each."""


def read_party_list(
    file: Path,
    name: str,
    territories: Territories,
    *,
    layout: Layout | None = None,
    encoding: str = "",
    ignore: Collection[str] = (),
    strict: bool = False,
    names_only: bool = False,
) -> PartyList:
    """Read a list of parties.

    Parameters
    ----------
    name
        Under which it is kept; its list id is `own/NAME`.
    layout, encoding
        How the file is laid out and encoded; left out, both are recognised from its content.
    ignore
        Headers of columns to pass over.
    strict
        Let every row that cannot be read make the file unfit; else such rows are told among the remarks.
    names_only
        Take OFAC's table of parties without that of their other names.

    Raises
    ------
    ListError
        If the file cannot be read, has no header that is known, or columns that are not.
    """
    if not file.exists():
        what = message("error.no_such_file", "no such file.")
        raise ListError(Problem(where=str(file), what=what, remedy=_NAME_FILE))
    faults = RowFaults()
    try:
        source = _source(file, faults, layout=layout, encoding=encoding, ignore=ignore, names_only=names_only)
    except BookError as fault:
        raise ListError(fault.problems) from None
    pairs = list(finished(source.drafts, name, territories, faults, strict=strict))
    problems = tuple(faults.problems(file.name))
    if faults.of_header:
        raise ListError(problems)
    return PartyList(
        name=name,
        layout=source.layout,
        encoding=source.encoding,
        entries=tuple(entry for _, entry in pairs),
        rows=tuple(row for row, _ in pairs),
        read=source.read,
        problems=problems,
        remarks=tuple(faults.remarks),
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """What was read of a file before its cells are understood: drafts, and how many rows or entries there are."""

    layout: Layout
    encoding: str
    drafts: Iterable[PartyDraft]
    read: int


def _source(
    file: Path,
    faults: RowFaults,
    *,
    layout: Layout | None,
    encoding: str,
    ignore: Collection[str],
    names_only: bool,
) -> _Source:
    """Open a file by what it holds: a folder or an archive, XML, JSON, the tables of OFAC, or a table with a header."""
    if (file.is_dir() or file.suffix.lower() in ARCHIVES) and not is_ofac(file):
        if file.is_dir():
            raise BookError(
                Problem(
                    where=str(file),
                    what=message("parties.folder_of_none", "is a folder without the tables of OFAC."),
                    remedy=message(
                        "parties.name_list_file", "Name a CSV, XML, JSON or spreadsheet file, or an archive."
                    ),
                )
            )
        with temporary_folder() as folder:
            inner = unpacked(file, folder, (*READ_INSIDE, *SPREADSHEETS))
            found = _source(inner, faults, layout=layout, encoding=encoding, ignore=ignore, names_only=names_only)
            return replace(found, drafts=list(found.drafts))
    start = b"" if file.is_dir() else _first_letter(file)
    if start == b"<":
        kind = layout_of_xml(file)
        found_drafts, read = drafts_of_xml(file, kind, faults)
        return _Source(kind.layout, "xml", found_drafts, read)
    if start in {b"{", b"["} or layout in {"followthemoney", "us-csl-json"}:
        text, encoding = text_of_file(file, encoding)
        of_json = layout or layout_of_text(text) or "us-csl-json"
        return _Source(of_json, encoding, *_from_json(text, of_json, faults, where=file.name))
    if layout in {None, "us-ofac"} and is_ofac(file):
        tables = read_tables(file, faults)
        if not names_only:
            check_other_names(tables, file.name)
        return _Source("us-ofac", "text", drafts_of(tables, faults), len(tables.parties))
    rows, encoding = (
        (rows_of_pdf(file, faults), "pdf") if file.suffix.lower() == ".pdf" else _rows(file, encoding, layout)
    )
    encoding = encoding or "spreadsheet"
    return _Source(*_from_rows(rows, layout, faults, ignore=ignore, where=file.name, encoding=encoding))


READ_INSIDE: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".xml")
"""Endings of files that are read out of an archive with one in it."""


def _first_letter(file: Path) -> bytes:
    """Return the first letter of a file, in whatever encoding: it tells XML and JSON."""
    with file.open("rb") as opened:
        start = opened.read(_BEGINNING)
    return start.translate(None, b"\x00\xef\xbb\xbf\xff\xfe").lstrip()[:1]


def _rows(file: Path, encoding: str, layout: Layout | None) -> tuple[list[TextRow], str]:
    """Read the first sheet that has the header of a list, or else the first; returns its encoding too."""
    sheets = open_sheets(file, ReadSpec(encoding=encoding), known=lambda text: int(seems_a_header(text[:_SAMPLE])))
    rows = [list(sheet.rows()) for sheet in sheets]
    place = next((place for place, sheet in enumerate(rows) if header_of(sheet, layout)), 0)
    return rows[place], sheets[place].encoding


def _from_rows(
    rows: Sequence[TextRow],
    layout: Layout | None,
    faults: RowFaults,
    *,
    ignore: Collection[str],
    where: str,
    encoding: str,
) -> tuple[Layout, str, Iterator[PartyDraft], int]:
    header = header_of(rows, layout)
    if header is None:
        wanted = EXPECTED[layout].needed if layout in {"us-csl", "opensanctions-simple"} else ()
        named = ", ".join(wanted) or known_headers(("name", "territory", "aliases", "identifiers"))
        what = (
            message("parties.no_header_of", "has no header of the layout {layout}.", layout=layout)
            if layout
            else message(
                "parties.no_known_header",
                "row 1 is not a header of a layout that is known; it begins '{start}'.",
                start=short(", ".join(rows[0].cells)),
            )
            if rows
            else message("file.empty", "the file is empty.")
        )
        raise ListError(
            Problem(
                where=where,
                what=what,
                remedy=message("parties.expected_columns", "Expected columns such as {columns}.", columns=named),
            )
        )
    found, row, columns = header
    missing = list(_missing_columns(found, row, columns, where=where))
    faults.of_header = [*_unknown_columns(row, columns, ignore, where=where), *missing]
    if missing:
        raise ListError(faults.of_header)
    faults.headers = {column: cell for cell, column in zip(row.cells, columns, strict=True) if column}
    passed = _passed(ignore)
    kept = ["" if _header(cell) in passed else column for cell, column in zip(row.cells, columns, strict=True)]
    names = [place for place, column in enumerate(columns) if column.startswith("name")]
    body = [line for line in rows if line.line > row.line and not _repeats(line, row, names)]
    return found, encoding, _drafts(found, body, kept, faults), len(body)


_SANCTIONS: Final[Mapping[Layout, TableReader]] = {
    "us-denied-persons": read_denied,
    "eu-sanctions": read_eu,
    "uk-sanctions": read_uk,
    "uk-ofsi": read_ofsi,
}
"""Readers of sanctions lists that are one table with a header."""


def _drafts(layout: Layout, rows: Iterable[TextRow], columns: list[str], faults: RowFaults) -> Iterator[PartyDraft]:
    """Read the rows under the header of a table."""
    left_out: Counter[str] = Counter()
    reader = READERS[layout] if layout in READERS else _SANCTIONS[layout]
    yield from reader(cells_of(rows, columns, faults), left_out)
    tell_left_out(left_out, faults)
    if layout == "uk-ofsi":
        faults.remarks.append(RETIRED)


def _repeats(row: TextRow, header: TextRow, names: Sequence[int]) -> bool:
    """Tell whether a row is the header once more: on a new page, or below a header of two rows."""
    return bool(names) and all(row.cells[place : place + 1] == header.cells[place : place + 1] for place in names)


def _unknown_columns(row: TextRow, columns: Sequence[str], ignore: Collection[str], *, where: str) -> Iterator[Problem]:
    """Find columns that are not known."""
    passed = _passed(ignore)
    for cell, column in zip(row.cells, columns, strict=True):
        header = " ".join(cell.split())
        if header and not column and _header(cell) not in passed:
            remedy = message(
                "parties.ignore_or_rename",
                "If it is not needed, --ignore '{header}' passes over it; else give it a header that is known.",
                header=header,
            )
            yield Problem(
                where=message("error.at_row", "{file}, row {row}", file=where, row=row.line),
                what=message("parties.unknown_column", "column '{header}' is not known.", header=header),
                remedy=remedy,
            )


def _missing_columns(layout: Layout, row: TextRow, columns: Sequence[str], *, where: str) -> Iterator[Problem]:
    """Find columns that are missing."""
    has_name = any(column.startswith("name") for column in columns)
    for needed in EXPECTED[layout].needed:
        if needed not in columns and not (needed == "name" and has_name):
            what = message(
                "parties.column_missing",
                "column '{column}' of the layout {layout} is missing.",
                column=needed,
                layout=layout,
            )
            yield Problem(
                where=message("error.at_row", "{file}, row {row}", file=where, row=row.line),
                what=what,
                remedy=message("parties.fetch_again", "Fetch the file again, whole."),
            )


def _header(text: str) -> str:
    return " ".join(text.split()).casefold()


def _passed(ignore: Collection[str]) -> frozenset[str]:
    return frozenset(map(_header, ignore))


def _from_json(text: str, layout: Layout, faults: RowFaults, *, where: str) -> tuple[Iterator[PartyDraft], int]:
    if layout == "followthemoney" and not text.lstrip().startswith("["):
        return _from_ftm(read_records(text.split("\n")), faults)
    try:
        whole = load_json(text)
    except KeyTwiceError as fault:
        raise ListError(fault.problem(where)) from None
    except (json.JSONDecodeError, RecursionError) as fault:
        detail: str = message("parties.too_deep", "nested too deep")
        if isinstance(fault, json.JSONDecodeError):
            detail = message("error.at_line", "{file}, line {line}", file=fault.msg, line=str(fault.lineno))
        what = message("parties.unread_json", "cannot be read as JSON ({why}).", why=detail)
        raise ListError(
            Problem(where=where, what=what, remedy=message("parties.fetch_again", "Fetch the file again, whole."))
        ) from None
    records = whole.get("results") if isinstance(whole, dict) else whole
    if not isinstance(records, list):
        what = message("parties.no_results", "is JSON without a list of results.")
        remedy = message(
            "parties.expected_results", 'Expected {{"results": [...]}}, or FollowTheMoney with one entity a line.'
        )
        raise ListError(Problem(where=where, what=what, remedy=remedy))
    if layout == "followthemoney":
        return _from_ftm(sorted_out(enumerate(records, start=1)), faults)
    return screening_records(records, faults), len(records)


def _from_ftm(found: FtmContents, faults: RowFaults) -> tuple[Iterator[PartyDraft], int]:
    for number in found.unread:
        faults.note(NO_ENTITY, number)
    for number, key in found.twice:
        faults.note(TWICE, number, key)
    return _ftm_drafts(found, faults), len(found.parties) + len(found.twice)


def _ftm_drafts(found: FtmContents, faults: RowFaults) -> Iterator[PartyDraft]:
    names = {key: first(record, "name") for key, (_, record) in found.parties.items()}
    left_out = Counter({schema: number for schema, number in found.others.items() if schema != "Sanction"})
    for key, (number, record) in found.parties.items():
        if not is_target(record):
            left_out["party named only beside another"] += 1
            continue
        yield _ftm_draft(key, number, record, found.listings.get(key, []), names)
    tell_left_out(left_out, faults)
    if found.ownerships:
        faults.remarks.append(
            counted(
                "parties.ownerships_beside",
                "{n} holding was not read: `sekisho data add ownership` takes it from the same file.",
                "{n} holdings were not read: `sekisho data add ownership` takes them from the same file.",
                n=len(found.ownerships),
            )
        )


def _ftm_draft(key: str, number: int, record: Record, listings: Sequence[Record], names: dict[str, str]) -> PartyDraft:
    identifiers: list[tuple[IdentifierKind | Literal[""], str]] = []
    identifiers += [("", code) for name in _NUMBERS for code in texts(record, name)]
    identifiers += [(kind, code) for name, kind in _CODED.items() for code in texts(record, name)]
    began = sorted(day for listing in listings if (day := first(listing, "listingDate") or first(listing, "startDate")))
    ended = [first(listing, "endDate") for listing in listings]
    programmes = [*texts(record, "program"), *(name for listing in listings for name in texts(listing, "program"))]
    return PartyDraft(
        row=number,
        id=key,
        names=texts(record, "name")
        or [str(record.get("caption") or "") or first(record, "alias") or first(record, "weakAlias")],
        aliases=texts(record, "alias"),
        weak=[*texts(record, "weakAlias"), *texts(record, "abbreviation")],
        former=texts(record, "previousName"),
        territories=texts(record, "jurisdiction") or texts(record, "country"),
        identifiers=identifiers,
        kind=first(record, "classification") or KINDS.get(str(record["schema"]), ""),
        parent=names.get(first(record, "parent"), ""),
        listed=began[0] if began else "",
        until=max(ended) if ended and all(ended) else "",
        source=first(record, "sourceUrl"),
        addresses=texts(record, "address"),
        programmes=programmes,
        notes=texts(record, "notes")[:2],
    )
