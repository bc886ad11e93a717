"""Rows of party lists as drafts of entries, a reader a layout."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from sekisho.files.read_spec import TextRow
from sekisho.message import message
from sekisho.parties.lists.party_list import RAGGED, Layout, PartyDraft, RowFaults, several

NO_PARTIES: Final = frozenset({"vessel", "airplane", "aircraft", "vehicle", "cryptowallet", "security", "address"})
"""Kinds of rows that name a thing and no party, in small letters."""

_BULLET: Final = re.compile(r"(?:^|\s)[・･•·]\s*")
_BRACKETS: Final = re.compile(r"\s*[(（]([^()（）]+)[)）]")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_CODE: Final = re.compile(r"[A-Z]{2}")
_SUCCESSORS: Final = re.compile(r"[;,]? and any successors?\b.*$")
DIGITS: Final = 4
"""Fewest digits of a code that can stand for one party. A guess: shorter ones are numbers of rows."""

_ADDRESS: Final = ("address", "city", "state", "postal_code")
_ID: Final = ("type", "number", "country")
"""Parts of an address and of an id as JSON, in the order in which CSV has them."""

Cells = dict[str, list[str]]
"""The cells of a row by column; a column may occur twice."""


def tell_left_out(left_out: Counter[str], faults: RowFaults) -> None:
    """Say how many rows name no party."""
    for kind, number in left_out.most_common():
        faults.remarks.append(
            message("parties.left_out", "{number} of kind {kind} left out: no party.", number=number, kind=kind)
        )


def cells_of(rows: Iterable[TextRow], columns: list[str], faults: RowFaults) -> Iterator[tuple[int, Cells]]:
    """Name the cells of the rows under a header; those that are empty, or of no column, are left out."""
    for row in rows:
        if any(cell.strip() for cell in row.cells[len(columns) :]):
            faults.note(RAGGED, row.line)
        found: Cells = {}
        for column, cell in zip(columns, row.cells, strict=False):
            if column and (text := cell.strip()):
                found.setdefault(column, []).append(text)
        yield row.line, found


def first_of(cells: Cells, column: str) -> str:
    """Return the text of a column, the first if it occurs twice; empty if there is none."""
    return next(iter(cells.get(column, ())), "")


def _all(cells: Cells, *columns: str) -> list[str]:
    return [part for column in columns for cell in cells.get(column, ()) for part in several(cell)]


def _own(rows: Iterable[tuple[int, Cells]], _left_out: Counter[str]) -> Iterator[PartyDraft]:
    for number, cells in rows:
        draft = PartyDraft(
            row=number,
            id=first_of(cells, "id"),
            names=[name for column in ("name", "name_en", "name_zh", "name_ja") for name in cells.get(column, ())],
            aliases=_all(cells, "aliases"),
            weak=_all(cells, "weak"),
            former=_all(cells, "former"),
            territories=_all(cells, "territory"),
            identifiers=[("", each) for each in _all(cells, "identifiers")],
            kind=first_of(cells, "kind"),
            parent=first_of(cells, "parent"),
            listed=first_of(cells, "listed"),
            until=first_of(cells, "until"),
            source=first_of(cells, "source"),
            addresses=cells.get("address", []),
            notes=[*(f"List: {each}." for each in _all(cells, "list")), *cells.get("note", ())],
        )
        draft.identifiers += [("corporate_number", each) for each in _all(cells, "corporate_number")]
        draft.identifiers += [("lei", each) for each in _all(cells, "lei")]
        draft.identifiers += [("stock_code", each) for each in _all(cells, "stock_code")]
        draft.identifiers += [("credit_code", each) for each in _all(cells, "credit_code")]
        yield draft


def _opensanctions(rows: Iterable[tuple[int, Cells]], left_out: Counter[str]) -> Iterator[PartyDraft]:
    for number, cells in rows:
        schema = first_of(cells, "schema")
        if schema.lower() in NO_PARTIES:
            left_out[schema] += 1
            continue
        yield PartyDraft(
            row=number,
            id=first_of(cells, "id"),
            names=cells.get("name", []),
            aliases=_semicolons(cells, "aliases"),
            territories=_semicolons(cells, "countries"),
            identifiers=[("", each) for each in _semicolons(cells, "identifiers")],
            kind=KINDS.get(schema, ""),
            source=first_of(cells, "dataset"),
            addresses=_semicolons(cells, "addresses"),
            programmes=_semicolons(cells, "program_ids"),
            notes=_semicolons(cells, "sanctions")[:3],
        )


KINDS: Final[Mapping[str, str]] = {
    "Person": "person",
    "Company": "company",
    "Organization": "organisation",
    "PublicBody": "public_body",
    "LegalEntity": "",
}
"""Kinds of parties by the schema of FollowTheMoney."""


def _semicolons(cells: Cells, column: str) -> list[str]:
    return [part for cell in cells.get(column, ()) for each in cell.split(";") if (part := each.strip())]


def _screening(rows: Iterable[tuple[int, Cells]], left_out: Counter[str]) -> Iterator[PartyDraft]:
    for number, cells in rows:
        kind = first_of(cells, "type")
        if kind.lower() in NO_PARTIES:
            left_out[kind] += 1
            continue
        places = [each.rsplit(",", 1)[-1].strip() for each in _semicolons(cells, "addresses")]
        persons = [*_semicolons(cells, "nationalities"), *_semicolons(cells, "citizenships")]
        names, others = _as_screened(first_of(cells, "name"))
        yield PartyDraft(
            row=number,
            id=first_of(cells, "_id"),
            names=names,
            aliases=[*others, *(each.removeprefix("and ") for each in _semicolons(cells, "alt_names"))],
            territories=persons or [place for place in places if _CODE.fullmatch(place)],
            identifiers=[("", each) for each in _screened_codes(_semicolons(cells, "ids"))],
            kind="person" if kind.lower() == "individual" else "",
            listed=first_of(cells, "start_date"),
            until=first_of(cells, "end_date"),
            source=" ".join(filter(None, (first_of(cells, "source"), first_of(cells, "source_list_url")))),
            addresses=_semicolons(cells, "addresses"),
            programmes=_semicolons(cells, "programs"),
        )


def _as_screened(name: str) -> tuple[list[str], list[str]]:
    """Return a name as listed, and without the legal phrase or the brackets that stand with it.

    >>> _as_screened("Alpha Company; and any successor, sub-unit, or subsidiary thereof")[1]
    ['Alpha Company']
    """
    names, others = _with_brackets(name)
    bare = [cut for each in (*names, *others) if (cut := _SUCCESSORS.sub("", each)) != each]
    return names, [*others, *bare]


def _screened_codes(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the codes among ids such as `Passport, U00242309, TR`: what is no word and has four digits.

    >>> list(
    ...     _screened_codes(["Passport, U00242309, TR", "Gender, Male", "Secondary sanctions risk:, 31 CFR and 589.2"])
    ... )
    ['U00242309']
    """
    for piece in pieces:
        code = (*(part.strip() for part in piece.split(",")), "")[1]
        if code == code.upper() and sum(letter.isdigit() for letter in code) >= DIGITS:
            yield code


def screening_records(records: Iterable[object], faults: RowFaults) -> Iterator[PartyDraft]:
    """Read the records of the screening list as JSON, which holds lists where CSV has semicolons."""
    left_out: Counter[str] = Counter()

    def rows() -> Iterator[tuple[int, Cells]]:
        for number, record in enumerate(records, start=1):
            if isinstance(record, dict):
                yield number, {("_id" if key == "id" else key): _texts(key, value) for key, value in record.items()}

    yield from _screening(rows(), left_out)
    tell_left_out(left_out, faults)


def _texts(key: str, value: object) -> list[str]:
    """Write a value of JSON as the cells of CSV: an address ends with its country."""
    many = value if isinstance(value, list) else [value]
    found = []
    for each in many:
        if isinstance(each, dict):
            order = (*_ADDRESS, "country") if key == "addresses" else _ID
            pieces = [str(each.get(part) or "") for part in order if each.get(part) or part == "country"]
            found.append(", ".join(part.replace(";", ",") for part in pieces))
        elif isinstance(each, str | int) and each != "":
            found.append(str(each))
    return found


def _foreign_users(rows: Iterable[tuple[int, Cells]], _left_out: Counter[str]) -> Iterator[PartyDraft]:
    """Read the list of the Japanese ministry: merged cells hold only at their first row, aliases are bulleted."""
    country = ""
    held: PartyDraft | None = None
    for number, cells in rows:
        country = first_of(cells, "territory") or country
        if "name" not in cells and "serial" not in cells and held is not None:
            held.aliases += [alias for cell in cells.get("aliases", ()) for alias in bulleted(cell)]
            continue
        if held is not None:
            yield held
        names, others = _with_brackets(first_of(cells, "name"))
        held = PartyDraft(
            row=number,
            names=names,
            aliases=[*others, *(alias for cell in cells.get("aliases", ()) for alias in bulleted(cell))],
            territories=[country] if country else [],
            source="外国ユーザーリスト (foreign end user list), METI",
            notes=[f"Weapons of concern: {' '.join(first_of(cells, 'wmd').split())}."] if "wmd" in cells else [],
        )
    if held is not None:
        yield held


def bulleted(cell: str) -> list[str]:
    r"""Take the aliases of one cell apart: a dot at the beginning of a line or after a space opens one.

    A middle dot inside a word is part of a name, and a line without a dot goes on with the one above.

    >>> bulleted("・Alpha Trading\nCompany\n・アルファ・トレーディング"), bulleted("-")
    (['Alpha Trading Company', 'アルファ・トレーディング'], [])
    """
    parts = (" ".join(part.split()) for part in _BULLET.split(unicodedata.normalize("NFC", cell)))
    return [part for part in parts if any(letter.isalnum() for letter in part)]


def _with_brackets(name: str) -> tuple[list[str], list[str]]:
    """Take what stands in brackets out of a name: a Japanese name is one too, an abbreviation an alias."""
    plain = " ".join(name.removeprefix("・").split())
    inner = _BRACKETS.findall(plain)
    outer = " ".join(_BRACKETS.sub(" ", plain).split())
    if not inner or not outer:
        return [plain], []
    wide = [each for each in inner if _WIDE.search(each) and not _WIDE.search(outer)]
    return ([outer, *wide], [each for each in inner if each not in wide]) if wide else ([plain], [outer, *inner])


TableReader = Callable[[Iterable[tuple[int, Cells]], Counter[str]], Iterator[PartyDraft]]
"""Makes drafts of the cells of rows, and counts by kind what it leaves out."""
READERS: Final[Mapping[Layout, TableReader]] = {
    "own-list": _own,
    "opensanctions-simple": _opensanctions,
    "us-csl": _screening,
    "jp-foreign-users": _foreign_users,
}
"""Readers of tables with a header; those of sanctions lists are in `sanctions_tables`."""
