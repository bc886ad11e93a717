"""A table of who holds whom as a user brings it: a table of one's own, FollowTheMoney, or level 2 of GLEIF.

What a table says of a share is kept as bounds: "wholly owned" is the whole, "majority-owned" is more than half, and
"consolidated" proves control and no share, for accounts are consolidated from 40 % and below.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, get_args

from sekisho.errors import BookError, ListError, Problem
from sekisho.files.read_spec import HEADER_WITHIN, TextRow
from sekisho.files.spreadsheet import SPREADSHEETS
from sekisho.files.temporary import temporary_folder
from sekisho.files.text.encoding import text_of_file
from sekisho.files.text_tables import ARCHIVES, open_table, unpacked
from sekisho.i18n.territory_codes import Territories
from sekisho.law.model.holdings import NOTHING, OUTSIDERS, WHOLE, Group, Holding, PartyId
from sekisho.message import Text, counted, joined, message
from sekisho.parties.identifier import identifier_of
from sekisho.parties.lists.followthemoney import FtmContents, first, read_records, sorted_out, texts
from sekisho.parties.lists.headers import folded
from sekisho.parties.lists.layouts import layout_of_text
from sekisho.parties.lists.party_list import ASIDE_FEW, ASIDE_SHARE

OwnershipLayout = Literal["own-holdings", "followthemoney", "gleif-level-2"]
"""How the file is laid out."""
LAYOUTS: Final[tuple[OwnershipLayout, ...]] = get_args(OwnershipLayout)
_MAJORITY_LOW: Final = Decimal("0.5")
"""What "majority-owned" is at least: more than half, by the word. Larger would read too much into it; smaller, nothing
would follow from it where a rule asks for half."""
_PERCENT: Final = 100
"""Percent of the whole."""
_SHOWN: Final = 80
"""Letters of a file that are looked at for what to show of it; an error shows fewer."""
_INSIDE: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl")
"""Endings of files that are read out of an archive with one in it."""

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "owned": (
        "owned",
        "subsidiary",
        "company",
        "held company",
        "子会社",
        "関係会社",
        "被所有会社",
        "子公司",
        "被投资企业",
    ),
    "owner": ("owner", "parent", "shareholder", "holder", "親会社", "株主", "所有者", "出資者", "母公司", "股东"),
    "owned_id": ("owned id", "owned lei", "子会社番号", "子公司编码"),
    "owner_id": ("owner id", "owner lei", "親会社番号", "股东编码"),
    "owned_territory": ("owned country", "owned territory", "子会社国名", "子公司国家"),
    "owner_territory": ("owner country", "owner territory", "親会社国名", "股东国家"),
    "share": ("share", "percentage", "percent", "ownership", "出資比率", "持株比率", "議決権比率", "持股比例", "持股"),
    "share_low": ("share low", "share_low", "比率下限", "比例下限"),
    "share_high": ("share high", "share_high", "比率上限", "比例上限"),
    "from": ("from", "start", "start date", "開始日", "起始日期"),
    "until": ("until", "end", "end date", "終了日", "终止日期"),
    "kind": ("kind", "type", "区分", "类型"),
    "source": ("source", "url", "出典", "来源"),
    "confidence": ("confidence", "確度", "可信度"),
    "note": ("note", "備考", "备注"),
}
"""Columns of a table of one's own, and headers by which they are known."""
_KINDS: Final = frozenset({"", "direct", "indirect", "ultimate"})
_GRADES: Final = frozenset({"low", "medium", "high"})
_WHOLE: Final = frozenset({"wholly owned", "wholly-owned", "完全子会社", "全资", "全资子公司", "100 percent"})
_MAJORITY: Final = frozenset({"majority-owned", "majority owned", "majority", "過半数", "控股", "控股子公司"})
_CONTROL: Final = frozenset({"consolidated", "control", "連結子会社", "連結", "合并", "并表"})
_NUMBER: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)")
_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)\s*%?\s*(?:-|to|~|〜|–)\s*(\d+(?:\.\d+)?)\s*(%?)")
_GLEIF: Final = ("relationship.startnode.nodeid", "relationship.endnode.nodeid", "relationship.relationshiptype")
_CONSOLIDATED: Final[Mapping[str, str]] = {
    "IS_DIRECTLY_CONSOLIDATED_BY": "direct",
    "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimate",
}

BAD_SHARE: Final = message("ownership.bad_share", "shares that are none from 0 to 100 %")
BAD_DAYS: Final = message("ownership.bad_days", "days that are none, or run backwards")
NO_PARTIES: Final = message("ownership.no_parties", "rows without both parties")
CONTROL: Final = "control"
"""Note of a holding that proves control and no share."""


@dataclass(frozen=True, slots=True)
class Share:
    """What is said of a share: its bounds, and whether control alone is said."""

    low: Decimal = NOTHING
    high: Decimal = WHOLE
    is_stated: bool = False
    control: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipTable:
    """A table of who holds whom as read.

    Parameters
    ----------
    parties
        Those that its rows name, with ids of this table alone.
    read
        Rows that were read, those included that became no holding.
    problems
        What makes the file unfit.
    remarks
        What a reader should know: rows that were set aside or left out.
    """

    layout: OwnershipLayout
    parties: tuple[Group, ...]
    holdings: tuple[Holding, ...]
    read: int
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """Parties and holdings while a table is read, with the rows that are wrong by what is wrong with them."""

    territories: Territories
    parties: dict[str, Group] = field(default_factory=dict)
    rows: list[Holding] = field(default_factory=list)
    faults: dict[str, list[int]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    read: int = 0

    def party(self, name: str, code: str = "", territory: str = "") -> str:
        """Return the key of a party; empty if nothing names it. A name may be an identifier itself."""
        name, code = " ".join(name.split()), code.strip()
        if name.lower() == OUTSIDERS:
            return OUTSIDERS
        stated = identifier_of(code) or identifier_of(name)
        key = stated.value if stated is not None else code or name
        if key and key not in self.parties:
            names = () if stated is not None and identifier_of(name) else (name,) if name else ()
            self.parties[key] = Group(
                id=PartyId(key),
                names=names,
                weak_names=(),
                territory=self.territories.code(territory) if territory else "",
                identifiers=tuple(dict.fromkeys(filter(None, (stated.value if stated else "", code)))),
                entries=(),
                note="",
            )
        return key

    def add(  # noqa: PLR0917 - a row as it is read
        self, number: int, owned: str, owner: str, share: Share | None, days: tuple[str, str], kind: str, **more: str
    ) -> None:
        """Add a row, or note what is wrong with it."""
        self.read += 1
        spans = _days(days)
        wrong = (
            NO_PARTIES
            if not owned or not owner or owned == owner
            else BAD_SHARE
            if share is None or share.low > share.high
            else BAD_DAYS
            if spans is None
            else None
        )
        if wrong is not None or share is None or spans is None:
            self.faults.setdefault(wrong or BAD_SHARE, []).append(number)
            return
        grade = more.get("confidence", "").lower()
        notes = (kind, CONTROL if share.control else "", more.get("note", ""))
        self.rows.append(
            Holding(
                owned=PartyId(owned),
                owner=PartyId(owner),
                low=share.low,
                high=share.high,
                start=spans[0],
                until=spans[1],
                is_sourced=share.is_stated,
                source=more.get("source", ""),
                confidence=grade if grade in _GRADES else "medium",
                note="; ".join(filter(None, notes)),
            )
        )


def read_share(text: str, *, percent: bool) -> Share | None:
    """Read what is said of a share; None if it is no share.

    Parameters
    ----------
    percent
        Whether bare numbers are percent; else they are shares of one.

    >>> read_share("60 %", percent=False).low, read_share("0.6", percent=False).low, read_share("60", percent=True).low
    (Decimal('0.6'), Decimal('0.6'), Decimal('0.6'))
    >>> read_share("majority-owned", percent=True).low, read_share("連結子会社", percent=True).control
    (Decimal('0.5'), True)
    >>> read_share("120 %", percent=True) is None, read_share("", percent=True).is_stated
    (True, False)
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not plain:
        return Share()
    if plain in _WHOLE:
        return Share(WHOLE, WHOLE, is_stated=True)
    if plain in _MAJORITY:
        return Share(_MAJORITY_LOW, WHOLE, is_stated=True)
    if plain in _CONTROL:
        return Share(control=True)
    span = _SPAN.fullmatch(plain)
    if span is not None:
        low, high, sign = span.groups()
        return _bounds(low, high, percent=percent or bool(sign))
    number = _NUMBER.fullmatch(plain.lstrip(">≥").strip())
    if number is None:
        return None
    whole, sign = number.groups()
    share = _bounds(whole, whole, percent=percent or bool(sign))
    if share is not None and plain[0] in ">≥":
        return Share(share.low, WHOLE, is_stated=True)
    return share


def _bounds(low: str, high: str, *, percent: bool) -> Share | None:
    unit = _PERCENT if percent else 1
    first, last = Decimal(low) / unit, Decimal(high) / unit
    return Share(first, last, is_stated=True) if NOTHING <= first <= last <= WHOLE else None


def _days(days: tuple[str, str]) -> tuple[date | None, date | None] | None:
    """Read the first and the last day, of which the time is cut off; None if one is none or they run backwards."""
    try:
        start, until = (date.fromisoformat(day.strip()[:10].replace("/", "-")) if day.strip() else None for day in days)
    except ValueError:
        return None
    return None if start and until and start > until else (start, until)


def read_ownership(file: Path, territories: Territories, *, layout: str = "") -> OwnershipTable:
    """Read a table of who holds whom; the layout is known by the content.

    Raises
    ------
    ListError
        If the file cannot be read, or is of no layout that is known.
    """
    if not file.is_file():
        remedy = message("ownership.name_file", "Name a CSV, JSON or spreadsheet file, or an archive with one in it.")
        raise ListError(Problem(where=str(file), what=message("error.no_such_file", "no such file."), remedy=remedy))
    try:
        if file.suffix.lower() in ARCHIVES:
            with temporary_folder() as folder:
                inner = unpacked(file, folder, (*_INSIDE, *SPREADSHEETS))
                return _read(inner, territories, layout, where=file.name)
        return _read(file, territories, layout, where=file.name)
    except BookError as fault:
        raise ListError(fault.problems) from None


def _read(file: Path, territories: Territories, layout: str, *, where: str) -> OwnershipTable:
    draft = _Draft(territories)
    with file.open("rb") as opened:
        start = opened.read(1 << 10).translate(None, b"\x00\xef\xbb\xbf\xff\xfe").lstrip()[:1]
    if start in {b"{", b"["}:
        text, _ = text_of_file(file)
        if layout_of_text(text) != "followthemoney":
            raise _no_layout(where, text[:_SHOWN])
        _from_ftm(_entities(text, where), draft)
        return _table("followthemoney", draft, where)
    rows = list(open_table(file).rows())
    header = [cell.strip().lower() for cell in rows[0].cells] if rows else []
    if set(_GLEIF) <= set(header) or layout == "gleif-level-2":
        _from_gleif(rows[1:], header, draft)
        return _table("gleif-level-2", draft, where)
    place = next((at for at, row in enumerate(rows[:HEADER_WITHIN]) if _has_both(_columns(row.cells))), None)
    if place is None:
        raise _no_layout(where, ", ".join(rows[0].cells) if rows else "")
    _from_own(rows[place + 1 :], _columns(rows[place].cells), draft)
    return _table("own-holdings", draft, where)


def _no_layout(where: str, start: str) -> ListError:
    what = message(
        "parties.no_known_header",
        "row 1 is not a header of a layout that is known; it begins '{start}'.",
        start=" ".join(start.split())[:24],
    )
    remedy = message(
        "ownership.expected_columns",
        "Expected the columns owned and owner (子会社, 親会社; 子公司, 股东), FollowTheMoney, or level 2 of GLEIF.",
    )
    return ListError(Problem(where=where, what=what, remedy=remedy))


def _entities(text: str, where: str) -> FtmContents:
    if not text.lstrip().startswith("["):
        return read_records(text.split("\n"))
    try:
        return sorted_out(enumerate(json.loads(text), start=1))
    except (json.JSONDecodeError, RecursionError) as fault:
        what = message("parties.unread_json", "cannot be read as JSON ({why}).", why=str(fault))
        remedy = message("parties.fetch_again", "Fetch the file again, whole.")
        raise ListError(Problem(where=where, what=what, remedy=remedy)) from None


def _from_ftm(contents: FtmContents, draft: _Draft) -> None:
    keys: dict[str, str] = {}
    for key, (_, record) in contents.parties.items():
        name = first(record, "name") or str(record.get("caption") or "")
        codes = [code for named in ("leiCode", "uscCode", "registrationNumber") for code in texts(record, named)]
        territory = first(record, "jurisdiction") or first(record, "country")
        keys[key] = draft.party(name, next(iter(codes), ""), territory)
    for number, row in enumerate(contents.ownerships, start=1):
        share = read_share(row.percentage, percent=True)
        days = tuple(day.isoformat() if day else "" for day in (row.start, row.until))
        draft.add(number, keys.get(row.asset, ""), keys.get(row.owner, ""), share, (days[0], days[1]), row.kind)


def _from_gleif(rows: Iterable[TextRow], header: Sequence[str], draft: _Draft) -> None:
    for row in rows:
        cells = dict(zip(header, row.cells, strict=False))
        kind = cells.get("relationship.relationshiptype", "").strip()
        status = cells.get("relationship.relationshipstatus", "").strip() or "ACTIVE"
        if kind not in _CONSOLIDATED or status != "ACTIVE":
            draft.read += 1
            draft.left_out[kind if kind not in _CONSOLIDATED else status] += 1
            continue
        share = _quantified(cells)
        owned, owner = (cells.get(f"relationship.{node}.nodeid", "") for node in ("startnode", "endnode"))
        draft.add(
            row.line,
            draft.party(owned),
            draft.party(owner),
            share,
            _period(cells),
            _CONSOLIDATED[kind],
            confidence="high",
        )


def _quantified(cells: Mapping[str, str]) -> Share | None:
    """Read the share that a row of GLEIF states in percent; without one it proves control alone."""
    for number in range(1, 6):
        if cells.get(f"relationship.quantifiers.{number}.quantifierunits", "").strip().upper() == "PERCENTAGE":
            return read_share(cells.get(f"relationship.quantifiers.{number}.quantifieramount", ""), percent=True)
    return Share(control=True)


def _period(cells: Mapping[str, str]) -> tuple[str, str]:
    """Return the days of the relationship itself; those of accounts and of documents are others."""
    for number in range(1, 6):
        kind = cells.get(f"relationship.period.{number}.periodtype", "")
        if kind in {"", "RELATIONSHIP_PERIOD"}:
            return tuple(cells.get(f"relationship.period.{number}.{end}date", "") for end in ("start", "end"))  # type: ignore[return-value]
    return "", ""


def _columns(cells: Sequence[str]) -> list[str]:
    names = {folded(header): column for column, headers in HEADERS.items() for header in (column, *headers)}
    return [names.get(folded(cell), "") for cell in cells]


def _has_both(columns: Collection[str]) -> bool:
    return bool({"owned", "owned_id"} & set(columns)) and bool({"owner", "owner_id"} & set(columns))


def _from_own(rows: Sequence[TextRow], columns: Sequence[str], draft: _Draft) -> None:
    named = [(row.line, dict(zip(columns, map(str.strip, row.cells), strict=False))) for row in rows]
    numbers = [
        Decimal(number[1])
        for _, cells in named
        for column in ("share", "share_low", "share_high")
        if (number := _NUMBER.fullmatch(cells.get(column, ""))) is not None
    ]
    # 1 may be the whole or one percent: the largest number of the table tells.
    percent = any(number > 1 for number in numbers)
    for line, cells in named:
        share = read_share(cells.get("share", ""), percent=percent)
        low, high = cells.get("share_low", ""), cells.get("share_high", "")
        if low or high:
            bounds = (
                read_share(low or "0", percent=percent),
                read_share(high or ("100" if percent else "1"), percent=percent),
            )
            share = Share(bounds[0].low, bounds[1].high, is_stated=True) if bounds[0] and bounds[1] else None
        owned = draft.party(cells.get("owned", ""), cells.get("owned_id", ""), cells.get("owned_territory", ""))
        owner = draft.party(cells.get("owner", ""), cells.get("owner_id", ""), cells.get("owner_territory", ""))
        kind = cells.get("kind", "").lower()
        if kind not in _KINDS:
            if (worded := read_share(kind, percent=percent)) is not None and not (share and share.is_stated):
                share = worded  # a kind such as "wholly owned" tells the share
            kind = ""
        more = {name: cells.get(name, "") for name in ("source", "confidence", "note")}
        draft.add(line, owned, owner, share, (cells.get("from", ""), cells.get("until", "")), kind, **more)


def _table(layout: OwnershipLayout, draft: _Draft, where: str) -> OwnershipTable:
    holdings = tuple(_counted_once(draft.rows))
    named = {party for row in holdings for party in (row.owned, row.owner)}
    remarks: list[str] = [
        counted(
            "ownership.left_out",
            "{n} row of kind {kind} left out.",
            "{n} rows of kind {kind} left out.",
            n=number,
            kind=kind,
        )
        for kind, number in draft.left_out.most_common()
    ]
    problems: list[Problem] = []
    for fault, lines in draft.faults.items():
        rows = joined([message("error.row", "row {row}", row=line) for line in lines[:5]], "comma")
        rows_told: Text = message("parties.fault_rows", "{fault}: {rows}.", fault=fault, rows=rows)
        if len(lines) > max(ASIDE_FEW, draft.read * ASIDE_SHARE) or len(lines) * 2 > draft.read:
            problems.append(Problem(where=where, what=rows_told, remedy=_LOOK))
        else:
            remarks.append(joined([rows_told, message("parties.then_aside", "These rows were set aside.")], "sentence"))
    over = [party for party, share in _sums(holdings).items() if share > WHOLE]
    if over:
        problems.append(
            Problem(
                where=where,
                what=counted(
                    "ownership.over_whole",
                    "direct shares of {n} party add up to more than the whole ({names}).",
                    "direct shares of {n} parties add up to more than the whole ({names}).",
                    n=len(over),
                    names=joined(sorted(over)[:5], "comma"),
                ),
                remedy=message("lawdata.mend_share", "Mend a share, or give a row its last day."),
            )
        )
    return OwnershipTable(
        layout=layout,
        parties=tuple(party for key, party in draft.parties.items() if key in named),
        holdings=holdings,
        read=draft.read,
        problems=tuple(problems),
        remarks=tuple(remarks),
    )


_LOOK: Final = message("ownership.look", "Look at these rows; shares are percent or parts of one, days YYYY-MM-DD.")


def _counted_once(rows: Sequence[Holding]) -> Iterator[Holding]:
    """Open the share of an indirect holding of a party whose direct holders are known: it is counted with theirs."""
    direct = {row.owned for row in rows if not _is_indirect(row) and row.low > NOTHING}
    for row in rows:
        if _is_indirect(row) and row.owned in direct:
            yield Holding(
                owned=row.owned,
                owner=row.owner,
                low=NOTHING,
                high=WHOLE,
                start=row.start,
                until=row.until,
                is_sourced=False,
                source=row.source,
                confidence=row.confidence,
                note=row.note,
            )
        else:
            yield row


def _is_indirect(row: Holding) -> bool:
    return row.note.startswith(("indirect", "ultimate"))


def _sums(rows: Sequence[Holding]) -> dict[PartyId, Decimal]:
    """Return the most that is surely held of each party on the first day of one of its rows."""
    by_owned: dict[PartyId, list[Holding]] = {}
    for row in rows:
        if row.low > NOTHING:
            by_owned.setdefault(row.owned, []).append(row)
    return {
        owned: max(
            sum((other.low for other in stakes if other.holds_on(row.start or date.min)), NOTHING) for row in stakes
        )
        for owned, stakes in by_owned.items()
        if len(stakes) > 1
    }
