"""The lists of the Treasury of the United States (OFAC, SDN and Consolidated) as CSV: tables that belong together.

The tables have no header, and are told apart by their cells: parties (12), other names (5), addresses (6), and what of
the remarks found no room (2). `-0-` is an empty cell. A table of parties alone lacks the other names of most of them,
so it is refused unless that is wanted.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from sekisho.errors import BookError, ListError, Problem
from sekisho.files.read_spec import TextRow
from sekisho.files.text.delimited import text_rows
from sekisho.files.text_tables import bounded
from sekisho.message import message
from sekisho.parties.lists.layout_readers import DIGITS, NO_PARTIES, tell_left_out
from sekisho.parties.lists.party_list import UNREAD, PartyDraft, RowFaults
from sekisho.parties.lists.sanctions_tables import add_new, one_line

TableKind = Literal["parties", "names", "addresses", "remarks"]
"""What a table of the list holds."""
_WIDTHS: Final[Mapping[int, TableKind]] = {12: "parties", 5: "names", 6: "addresses", 2: "remarks"}
_NULL: Final = "-0-"
_ENDINGS: Final = frozenset({".csv", ".txt"})
_LOOKED_AT: Final = 20
"""Rows by which a table is told; the last may be cut off where the beginning of a file ends."""
_BEGINNING: Final = 1 << 16
"""Bytes of a file by which it is told whether it is such a table: some hundred rows."""
LARGEST: Final = 1 << 28
"""Bytes of one file that are read into memory, 256 MB: the largest list, as XML, has about 120."""

_WEAK: Final = re.compile(r"[af]\.k\.a\. '(.+?)'(?=[.;,]|$)")
_CODED: Final = re.compile(
    r"(?P<scheme>[^;:]*?\b(?:No\.|Number|ID|Code|Passport|Cedula|SSN|NIT|R\.?U\.?C)[^;:\d]*?) "
    r"(?P<code>(?=[\w./-]*\d)[A-Z\d][\w./-]*)"
)
_NO_CODE: Final = re.compile(r"phone|fax|aircraft|vessel|linked to|notice", re.IGNORECASE)


@dataclass(slots=True)
class OfacTables:
    """The tables of one list, their rows by the number of the party; rows of parties with their lines."""

    parties: list[TextRow] = field(default_factory=list)
    names: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    addresses: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    kinds: set[TableKind] = field(default_factory=set)


def is_ofac(place: Path) -> bool:
    """Tell whether a file is one of the tables, or an archive or a folder holds one, by the first rows.

    Raises
    ------
    ListError
        If an archive cannot be unpacked.
    """
    return any(_kind_of(_beginning(start)) is not None for _, start in _bodies(place, _BEGINNING))


def read_tables(place: Path, faults: RowFaults) -> OfacTables:
    """Read the tables of a folder, an archive or a single file; a row of another width than its table is noted.

    Raises
    ------
    ListError
        If a file is far larger than such a table, or none of them is a table of parties.
    BookError
        If a file is no CSV.
    """
    tables = OfacTables()
    for name, body in _bodies(place, LARGEST):
        if len(body) > LARGEST:
            raise _fault(name, message("parties.too_large", "is larger than {most} MB.", most=LARGEST >> 20))
        rows = list(_rows_of(body, name))
        kind = _kind_of(rows)
        if kind is not None:
            tables.kinds.add(kind)
            _sort_in(kind, rows, tables, faults)
    if "parties" not in tables.kinds:
        what = message("parties.ofac_no_parties", "contains no table of parties of OFAC.")
        remedy = message(
            "parties.ofac_whole",
            "Name the folder or the archive with sdn.csv, alt.csv and add.csv, or cons_prim.csv and its like.",
        )
        raise ListError(Problem(where=place.name, what=what, remedy=remedy))
    return tables


def packed(folder: Path, place: Path) -> Path:
    """Pack the tables of a folder into an archive, the same tables always as the same bytes; returns its place."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            if file.suffix.lower() in _ENDINGS and file.is_file():
                archive.writestr(zipfile.ZipInfo(file.name), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return place


def check_other_names(tables: OfacTables, where: str) -> None:
    """Refuse parties without the table of their other names.

    Raises
    ------
    ListError
        If it is not there.
    """
    if "names" in tables.kinds:
        return
    what = message("parties.ofac_alone", "is OFAC's table of parties without that of their other names.")
    remedy = message(
        "parties.ofac_beside",
        "Name the folder or the archive that contains alt.csv and add.csv too; --names-only takes it without them.",
    )
    raise ListError(Problem(where=where, what=what, remedy=remedy))


def drafts_of(tables: OfacTables, faults: RowFaults) -> Iterator[PartyDraft]:
    """Make drafts of the parties, joined with their other names, addresses and remarks; vessels are left out."""
    left_out: Counter[str] = Counter()
    for line, cells in tables.parties:
        key, name, kind, programme, title = cells[:5]
        if kind.lower() in NO_PARTIES:
            left_out[kind] += 1
            continue
        remark = cells[-1] + tables.remarks.get(key, "")
        draft = PartyDraft(
            row=line,
            id=key,
            names=[name] if name else [],
            weak=_WEAK.findall(remark),
            identifiers=[("", code) for code in codes_in(remark)],
            kind="person" if kind.lower() == "individual" else "",
            source=f"OFAC {key}",
            programmes=[part.strip(" []") for part in re.split(r"\] \[|;", programme)],
            notes=[title, remark],
        )
        for _, _, other_kind, other, *_ in tables.names.get(key, ()):
            add_new(draft.former if other_kind.lower() == "fka" else draft.aliases, other)
        if draft.kind == "person":
            add_new(draft.aliases, *map(_as_said, [name, *draft.aliases]))
        for _, _, street, city, country, *_ in tables.addresses.get(key, ()):
            add_new(draft.addresses, one_line((street, city, country)))
            add_new(draft.territories, "" if country.lower() == "undetermined" else country.removeprefix("Region: "))
        yield draft
    tell_left_out(left_out, faults)


def _as_said(name: str) -> str:
    """Write the name of a person as it is said, given name first; empty if it is not the other way round.

    >>> _as_said("EXAMPLE, Jane"), _as_said("Orion Works")
    ('Jane EXAMPLE', '')
    """
    last, comma, given = name.partition(",")
    return f"{given.strip()} {last.strip()}" if comma and "," not in given else ""


def codes_in(remark: str) -> Iterator[str]:
    """Find the numbers of papers and registers in a remark, by the word before them.

    >>> list(codes_in("DOB 1951; Passport A92664 (Iran); Tax ID No. 7744001497 (Russia); Phone Number 12345678."))
    ['A92664', '7744001497']
    """
    for piece in remark.split(";"):
        coded = _CODED.match(piece.strip().removesuffix("."))
        if coded is not None and not _NO_CODE.search(coded["scheme"]):
            code = coded["code"].rstrip(".,")
            if sum(map(str.isdigit, code)) >= DIGITS:
                yield code


def _bodies(place: Path, most: int) -> Iterator[tuple[str, bytes]]:
    """Go through the tables of a folder or an archive, or the one file: of each what is up to one byte over `most`."""
    if place.is_dir():
        for file in sorted(place.iterdir()):
            if file.suffix.lower() in _ENDINGS and file.is_file():
                yield from _bodies(file, most)
    elif place.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(place) as parts:
                for part in parts.infolist():
                    if PurePosixPath(part.filename).suffix.lower() in _ENDINGS:
                        with parts.open(part) as opened, bounded(opened, place) as blocks:
                            yield part.filename, blocks.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
            what = message("file.unread", "cannot be read ({why}).", why=str(fault).rstrip("."))
            raise _fault(place.name, what) from None
    else:
        with place.open("rb") as opened:
            yield place.name, opened.read(most + 1)


def _fault(where: str, what: str) -> ListError:
    return ListError(
        Problem(where=where, what=what, remedy=message("parties.fetch_again", "Fetch the file again, whole."))
    )


def _beginning(start: bytes) -> list[TextRow]:
    """Read the rows of the beginning of a file, as far as they can be read: it may end within one."""
    rows: list[TextRow] = []
    with suppress(BookError):
        for row in _rows_of(start, ""):
            rows.append(row)  # noqa: PERF402 - those before the fault are wanted
    return rows


def _rows_of(body: bytes, where: str) -> Iterator[TextRow]:
    """Take a table apart; the file may end in the sign by which old systems end one, and old files are not UTF-8."""
    bare = body.rstrip(b"\r\n \x1a\x00")
    try:
        text = bare.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = bare.decode("cp1252", "replace")
    for line, cells in text_rows(io.StringIO(text, newline=""), ",", where=where):
        yield TextRow(line, ["" if cell == _NULL else cell for cell in map(str.strip, cells)])


def _kind_of(rows: Sequence[TextRow]) -> TableKind | None:
    """Tell what a table holds by the number of its cells, and by the numbers in the first of them."""
    first = [cells for _, cells in rows[:_LOOKED_AT]]
    if not first:
        return None
    width, often = Counter(map(len, first)).most_common(1)[0]
    numbers = 2 if width in {5, 6} else 1
    numbered = sum(len(cells) == width and all(map(str.isdigit, cells[:numbers])) for cells in first)
    return _WIDTHS.get(width) if numbered * 2 > len(first) and often * 2 > len(first) else None


def _sort_in(kind: TableKind, rows: Sequence[TextRow], tables: OfacTables, faults: RowFaults) -> None:
    width = next(width for width, holds in _WIDTHS.items() if holds == kind)
    for line, cells in rows:
        if len(cells) != width or not cells[0].isdigit():
            faults.note(UNREAD, line, kind)
            continue
        match kind:
            case "parties":
                tables.parties.append(TextRow(line, cells))
            case "names":
                tables.names.setdefault(cells[0], []).append(cells)
            case "addresses":
                tables.addresses.setdefault(cells[0], []).append(cells)
            case "remarks":
                tables.remarks[cells[0]] = tables.remarks.get(cells[0], "") + cells[1]
