"""A list of parties as read from a file: what its rows say, made into entries, and what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from sekisho.errors import Problem
from sekisho.i18n.territory_codes import Territories
from sekisho.law.model.condition import ListId
from sekisho.law.model.listed_party import Identifier, IdentifierKind, ListedParty
from sekisho.message import CapitalText, Text, and_more, joined, message
from sekisho.parties.identifier import identifier_in_column, identifier_of

Layout = Literal[
    "own-list",
    "opensanctions-simple",
    "followthemoney",
    "us-csl",
    "us-csl-json",
    "jp-foreign-users",
    "us-ofac",
    "us-ofac-xml",
    "us-denied-persons",
    "eu-sanctions",
    "uk-sanctions",
    "uk-sanctions-xml",
    "uk-ofsi",
    "un-sanctions",
]
"""How a file is laid out, and whose form that is."""

OWN: Final = "own/"
"""Beginning of the ids of lists that users add."""

SHOWN: Final = 5
"""Rows that an error names."""

_DAY: Final = re.compile(r"(\d{4})(?:[-/.年]?(\d{1,2}))?(?:[-/.月]?(\d{1,2}))?[年月日]?(?:[T ].*|[-+]\d\d:\d\d)?")
_SHORT_LATIN, _SHORT_OTHER = 4, 2
"""Letters up to which a name is an abbreviation that others share too, in Latin letters and in others. A guess, after
abbreviations such as AVIC and 中航. Larger, whole names go to review; smaller, an abbreviation alone is a match."""
_MOJIBAKE: Final = re.compile(
    r"[\ufffd\x80-\x9f]|Ã[\xa0-\xbf©®¼]|â€|ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ]|锟斤拷"
    r"|縺[\u3040-\u9fff｡-ﾟ]|繧[｡-ﾟ\u3040-\u30ff\u4e00-\u9fff]|繝[｡-ﾟ\u4e00-\u9fff]"
)


@dataclass(slots=True, kw_only=True)
class PartyDraft:
    """What one row says of a party, before its cells are understood.

    Parameters
    ----------
    id
        The list's own id of the party; empty if it has none that stays.
    territories
        Names or codes of territories.
    identifiers
        Codes, each with its kind where the column says it, else an empty one.
    addresses
        Each on one line, as the list writes it.
    programmes
        Names of the regimes, orders or programmes under which it is listed.
    """

    row: int
    id: str = ""
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    territories: list[str] = field(default_factory=list)
    identifiers: list[tuple[IdentifierKind | Literal[""], str]] = field(default_factory=list)
    kind: str = ""
    parent: str = ""
    listed: str = ""
    until: str = ""
    source: str = ""
    addresses: list[str] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyList:
    """A list of parties as read, with what is wrong with its rows.

    Parameters
    ----------
    rows
        Where each entry stands in the file.
    read
        Rows that were read, those included that name no party.
    problems
        What makes the file unfit: most rows without a name or with days that are none, broken letters.
    remarks
        What a reader should know: cells that could not be read, rows that were left out.
    """

    name: str
    layout: Layout
    encoding: str
    entries: tuple[ListedParty, ...]
    rows: tuple[int, ...]
    read: int
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class RowFaults:
    """Rows by what is wrong with them.

    Parameters
    ----------
    of_header
        What is wrong with the header; the rows are read all the same, so that all is told at once.
    headers
        How the file calls a column, by its name here.
    """

    rows: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    of_header: list[Problem] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def note(self, what: str, row: int, value: str = "", column: str = "") -> None:
        """Add a row, with the value that is wrong and the column in which it stands."""
        self.rows.setdefault(what, []).append((row, value, self.headers.get(column, "")))

    def problems(self, file: str) -> Iterator[Problem]:
        """Tell what is wrong with the header, and each fault of rows once, with the first rows."""
        yield from self.of_header
        for what, found in self.rows.items():
            yield Problem(
                where=file,
                what=message("parties.fault_rows", "{fault}: {rows}.", fault=what, rows=_named(found)),
                remedy=ADVICE.get(what, ""),
            )

    def only_tell(self, what: str) -> None:
        """Make a remark of a fault."""
        found = self.rows.pop(what, [])
        if found:
            remark = message("parties.fault_rows", "{fault}: {rows}.", fault=CapitalText(what), rows=_named(found))
            self.remarks.append(joined([remark, THEN.get(what, "")], "sentence"))


NAMELESS: Final = message("parties.nameless", "rows without a name")
NO_ENTITY: Final = message("parties.no_entity", "lines that are no entity of FollowTheMoney")
TWICE: Final = message("parties.id_twice", "ids that occur before")
BROKEN_SHARE: Final = 0.01
"""Share of rows whose names may hold broken letters: published lists have a few of their own. A guess. Smaller, lists
with a few broken names are refused; larger, a list in the wrong encoding is taken in."""

ASIDE_SHARE: Final = 0.01
"""Share of the rows of a file that may be bad: they are set aside and told. Laid down by the contract on lists as
published. Smaller, a slip of a publisher keeps a list from use; larger, a file that nobody can read is taken in."""
ASIDE_FEW: Final = 20
"""Bad rows that are set aside in any file, as long as they are not most of it; laid down and bounded likewise."""

NO_DAY: Final = message("parties.no_day", "cells that are no day")
UNREAD: Final = message("parties.unread_rows", "rows that are no entry of the layout")
BROKEN: Final = message("parties.broken_letters", "names with broken letters")
RAGGED: Final = message("parties.ragged", "rows with more cells than the header")
NO_IDENTIFIER: Final = message("parties.no_identifier", "codes that fail the check of their scheme, left as they stand")
NO_TERRITORY: Final = message("parties.no_territory", "territories that are not known")
HYPHENATED: Final = message("parties.hyphenated", "cells broken at a hyphen, and joined with it")
SAME_ID: Final = message("parties.same_id", "ids of several rows")
THEN: Final[Mapping[str, str]] = {
    NAMELESS: message("parties.then_aside", "These rows were set aside."),
    UNREAD: message("parties.then_aside", "These rows were set aside."),
    NO_ENTITY: message("parties.then_aside", "These rows were set aside."),
    SAME_ID: message("parties.then_own", "Each row is a separate party."),
    NO_DAY: message("parties.then_listed", "The day is unknown, and the party counts as listed."),
    RAGGED: message("parties.then_unread", "What stands beyond the header was not read."),
}
"""What becomes of rows with a fault, by the fault, if they are not most of the file."""
ADVICE: Final[Mapping[str, str]] = {
    NAMELESS: message("parties.needs_name", "Every row needs a name; look for shifted columns."),
    UNREAD: message("parties.fetch_again", "Fetch the file again, whole."),
    TWICE: message(
        "parties.one_id",
        "An id stands for one party: give each row its own, or leave the column out with --ignore.",
    ),
    NO_DAY: message("parties.expected_day", "Expected YYYY-MM-DD, YYYY/MM/DD or YYYY年M月D日."),
    BROKEN: message(
        "parties.other_encoding",
        "The file was saved in another encoding than it was read in: name it with --encoding, or fetch it again.",
    ),
    RAGGED: message("parties.quote", "Quote text that contains the separator of cells."),
    NO_TERRITORY: message("parties.shifted", "More than half of them: look for shifted columns."),
}


def finished(
    drafts: Iterable[PartyDraft], name: str, territories: Territories, faults: RowFaults, *, strict: bool
) -> Iterator[tuple[int, ListedParty]]:
    """Make entries of drafts, and note what is wrong with rows.

    A row that cannot be read is told, and does not make the file unfit, unless most rows are so or all must be read.
    """
    seen: dict[str, int] = {}
    stated = unknown = read = 0
    for draft in drafts:
        read += 1
        names = list(dict.fromkeys(filter(None, map(_tidy, draft.names))))
        if not names:
            faults.note(NAMELESS, draft.row)
            continue
        broken = next((each for each in names if _MOJIBAKE.search(each)), None)
        if broken is not None:
            faults.note(BROKEN, draft.row, broken)
        codes = [code for each in draft.territories if (code := territories.code(each))]
        lost = [each for each in draft.territories if each.strip() and not territories.code(each)]
        stated, unknown = stated + len(draft.territories), unknown + len(lost)
        if lost:
            faults.note(NO_TERRITORY, draft.row, lost[0], "territory")
        key = draft.id or f"{names[0]}|{codes[0] if codes else ''}"
        seen[key] = seen.get(key, 0) + 1
        if draft.id and seen[key] > 1:
            faults.note(TWICE if strict else SAME_ID, draft.row, draft.id)
        given = key if seen[key] == 1 else f"{key}#{seen[key]}"
        yield draft.row, _entry(draft, given, name, names, codes, faults)
    if unknown * 2 <= stated:
        faults.only_tell(NO_TERRITORY)
    if len(faults.rows.get(BROKEN, ())) <= read * BROKEN_SHARE:
        faults.only_tell(BROKEN)
    faults.only_tell(NO_IDENTIFIER)
    faults.only_tell(HYPHENATED)
    if strict:
        return
    faults.only_tell(SAME_ID)
    for what in (NAMELESS, NO_DAY, RAGGED, UNREAD, NO_ENTITY):
        bad = len(faults.rows.get(what, ()))
        if bad * 2 <= read and (what is NO_DAY or bad <= max(ASIDE_FEW, read * ASIDE_SHARE)):
            faults.only_tell(what)


def _entry(  # noqa: PLR0917 - what the caller has worked out of a draft
    draft: PartyDraft, key: str, name: str, names: list[str], codes: list[str], faults: RowFaults
) -> ListedParty:
    codes = list(dict.fromkeys(codes))
    former = list(dict.fromkeys(filter(None, map(_tidy, draft.former))))
    aliases = [alias for alias in map(_tidy, draft.aliases) if alias and alias not in names]
    weak = dict.fromkeys([*filter(None, map(_tidy, draft.weak)), *filter(is_short, aliases)])
    typed = tuple(dict.fromkeys(_identifiers(draft, faults)))
    notes = [note for note in (_tidy(each) for each in draft.notes) if note]
    if programmes := list(dict.fromkeys(filter(None, map(_tidy, draft.programmes)))):
        notes.insert(0, f"Programmes: {'; '.join(programmes)}.")
    if len(codes) > 1:
        notes.append(f"Several territories: {', '.join(codes)}.")
    return ListedParty(
        id=f"{OWN}{name}/{key}",
        list=ListId(f"{OWN}{name}"),
        names=tuple(dict.fromkeys([*names, *(each for each in aliases if each not in weak), *former])),
        weak_names=tuple(weak),
        territory=codes[0] if len(codes) == 1 else "",
        identifiers=tuple(each.value for each in typed),
        listed=_day(draft.listed, draft.row, faults, column="listed"),
        until=_day(draft.until, draft.row, faults, column="until"),
        open_from=None,
        confidence="medium",
        source=_tidy(draft.source),
        typed_identifiers=typed,
        printed=tuple(names),
        former_names=tuple(former),
        kind=draft.kind,
        parent=_tidy(draft.parent),
        note=" ".join(notes),
        address="; ".join(dict.fromkeys(filter(None, map(_tidy, draft.addresses)))),
    )


def _identifiers(draft: PartyDraft, faults: RowFaults) -> Iterator[Identifier]:
    for kind, text in draft.identifiers:
        bare = _tidy(text)
        found = identifier_in_column(bare, kind) if kind else identifier_of(bare)
        if found is None and bare:
            found = Identifier(kind="other", value=bare)
            if kind:
                faults.note(NO_IDENTIFIER, draft.row, bare, kind)
        if found is not None:
            yield found


def is_short(name: str) -> bool:
    """Tell whether a name is an abbreviation that others are likely to share: four Latin letters, two of other scripts.

    >>> is_short("MHI"), is_short("M.H.I."), is_short("三菱"), is_short("Tokin"), is_short("日本製鋼所")
    (True, True, True, False, False)
    """
    letters = [letter for letter in unicodedata.normalize("NFKC", name) if letter.isalnum()]
    return len(letters) <= (_SHORT_LATIN if "".join(letters).isascii() else _SHORT_OTHER)


def _day(text: str, row: int, faults: RowFaults, *, column: str) -> date | None:
    """Read a day; of a month or year alone, the first day is open and the last is its end."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    found = _span(plain)
    if found is None:
        faults.note(NO_DAY, row, plain, column)
        return None
    first, end, whole = found
    return first if whole else (end if column == "until" else None)


@lru_cache(maxsize=100_000)
def _span(text: str) -> tuple[date, date, bool] | None:
    """Return the first and last day that a text may mean, and whether it means one; None if it means none."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        after = date(year + 1, 1, 1) if month in {0, 12} else date(year, month + 1, 1)
    except ValueError:
        return None
    return (first, first, True) if day else (first, date.fromordinal(after.toordinal() - 1), False)


def several(cell: str) -> list[str]:
    """Take a cell with several names or codes apart: by semicolon, bar or line.

    >>> several("Alpha; Beta|ガンマ；δ")
    ['Alpha', 'Beta', 'ガンマ', 'δ']
    """
    return [part for piece in re.split(r"[;|；｜\n]", cell) if (part := piece.strip())]


def _named(found: list[tuple[int, str, str]]) -> str:
    return and_more([_place(*cell) for cell in found[:SHOWN]], len(found) - SHOWN)


def _place(row: int, value: str, column: str) -> Text:
    """Say where a cell stands and what it holds."""
    if not value:
        return message("error.row", "row {row}", row=row)
    if not column:
        return message("parties.row_value", "row {row} '{value}'", row=row, value=_short(value))
    return message("parties.row_cell", "row {row} '{value}' ({column})", row=row, value=_short(value), column=column)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."  # noqa: PLR2004 - what fits a line
