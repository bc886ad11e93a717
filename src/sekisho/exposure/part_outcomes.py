"""What the law makes of every part on its way into what holds it: each distinct crossing determined once, as a line.

A part crosses the border of the restricting territory if it was made there and goes into something made elsewhere.
What goes into a part that is itself made there crosses nothing: a magnet inside a Chinese motor leaves as a motor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.items import Classifies, ItemFinding
from sekisho.determination.book.supposition import Suppositions
from sekisho.determination.core.outcome import Outcome, Verdict
from sekisho.exposure.part_items import CodeStanding, PartItems, codes_text, leads_of, standing_of
from sekisho.exposure.part_kinds import CODES, ORIGIN, Kinds
from sekisho.files.package_csv import csv_bytes, rows_of_file
from sekisho.files.temporary import temporary_folder
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import Readings
from sekisho.trade.bom.bill import UNSTATED, Bill, Ints
from sekisho.trade.transaction import facts_of_line

Levels = NDArray[np.uint8]
VARIANTS: Final = ("chosen", "narrow", "broad")
"""The readings of the run, and the two ends."""
DESTINATION: Final = FactName("destination")
DESCRIPTION: Final = FactName("description")
NOT_STATED: Final = "unknown"
WORDLESS: Final = -2
"""In place of an item: a part that is asked of and has no words to ask by."""
NO_CODE: Final = "XX"
"""A code of ISO 3166 is as long; what is longer names a group of countries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A kind of part on its way to where it is built in.

    Parameters
    ----------
    facts
        The facts of the line that was determined.
    verdicts
        Floor and ceiling under each of `VARIANTS`.
    decisive, open, missing
        As in the results of a book.
    item
        What its words say that it may be; None if nobody asked.
    standing
        How near a code of the list stands to it.
    reach
        Floor and ceiling if it falls under the codes that it leads to; None if it leads to none.
    supposed
        The ceiling under what is supposed, where that is settled; None if nothing is supposed, or it is not, and for
        whatever leads to a code: that is asked of a person.
    """

    facts: Mapping[str, str]
    verdicts: Mapping[str, Verdict]
    decisive: tuple[ClauseId, ...]
    open: tuple[ClauseId, ...]
    missing: tuple[FactName, ...]
    item: ItemFinding | None = None
    standing: CodeStanding = CodeStanding.UNASKED
    reach: Verdict | None = None
    supposed: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curbs:
    """What the law makes of every line of a bill.

    Parameters
    ----------
    crossings
        The distinct crossings.
    of_line
        The crossing of each line; -1 if it crosses no border of that territory; shape (lines,).
    of_product
        The same for what is sold as it comes, without lines; shape (parts,).
    as_of
        Date of law.
    """

    crossings: tuple[Crossing, ...]
    of_line: Ints
    of_product: Ints
    as_of: date
    departure: str

    def levels(self, variant: str) -> tuple[Levels, Levels]:
        """Return floor and ceiling of each crossing, and of none as the last; each of shape (crossings + 1,)."""
        pairs = [(one.verdicts[variant].floor, one.verdicts[variant].ceiling) for one in self.crossings]
        found = np.array([*pairs, (Outcome.FREE, Outcome.FREE)], dtype=np.uint8)
        return found[:, 0], found[:, 1]

    def supposed_ceilings(self) -> Levels:
        """Return the ceiling of each crossing under what is supposed, and of none as the last; as `levels` does."""
        plain = [crossing.verdicts[VARIANTS[0]].ceiling for crossing in self.crossings]
        supposed = [crossing.supposed for crossing in self.crossings]
        ends = [top if under is None else min(top, under) for top, under in zip(plain, supposed, strict=True)]
        return np.array([*ends, Outcome.FREE], dtype=np.uint8)


def curbs_of(
    bill: Bill,
    kinds: Kinds,
    library: Library,
    *,
    facts: Mapping[str, str],
    made_in: str,
    as_of: date,
    departure: str = "CN",
    readings: Readings | None = None,
    assume: Mapping[str, str] | None = None,
    items: PartItems | None = None,
    suppose: Suppositions | None = None,
) -> Curbs:
    """Determine every distinct crossing.

    Parameters
    ----------
    facts
        What is stated of all lines alike: movement, end user, end use and others.
    made_in
        Territory in which the firm makes its products.
    departure
        The restricting territory.
    items
        What the parts may be; parts of other words are then other crossings.
    suppose
        What is supposed where nothing is stated; outcomes stay what they are, and say beside what they would be.

    Raises
    ------
    FactError
        If a fact of all lines is wrong.
    """
    facts_of_line(dict(facts), library.facts)
    kinds, item_of = _with_items(kinds, items)
    keys, of_line, of_product = _crossings(bill, kinds, departure, made_in)
    stated = [_facts_of(kinds, kind, destination, facts, departure) for kind, destination in keys]
    unsure = [ORIGIN not in kinds.facts[kind] or destination == NOT_STATED for kind, destination in keys]
    findings = [None if items is None or item_of[kind] < 0 else items.findings[item_of[kind]] for kind, _ in keys]
    # The same crossings once more, as if each fell under the codes that it leads to: how grave would that be?
    leads = {at: leads_of(item) for at, item in enumerate(findings) if item is not None and leads_of(item)}
    reaching = [{**stated[at], CODES: codes_text(codes)} for at, codes in leads.items()]
    rows = (
        _determined(
            [*stated, *reaching],
            library,
            as_of=as_of,
            readings=readings,
            assume=assume,
            classifies=items.classifies if items is not None else None,
            suppose=suppose,
        )
        if stated
        else []
    )
    reached = dict(zip(leads, rows[len(stated) :], strict=True))
    standings = [
        standing_of(
            item,
            stated=_says_code(kinds, kind),
            hinted=_hints_code(kinds, kind),
            wordless=item_of[kind] == WORDLESS,
        )
        for item, (kind, _) in zip(findings, keys, strict=True)
    ]
    found = tuple(
        replace(
            _crossing(facts_of, rows[at], lowered=unsure[at]),
            item=findings[at],
            standing=standings[at],
            reach=_reach(facts_of, reached[at], lowered=unsure[at]) if at in reached else None,
            supposed=_supposed(rows[at]) if suppose is not None and standings[at] is not CodeStanding.COULD else None,
        )
        for at, facts_of in enumerate(stated)
    )
    return Curbs(crossings=found, of_line=of_line, of_product=of_product, as_of=as_of, departure=departure)


def _says_code(kinds: Kinds, kind: int) -> bool:
    return CODES in kinds.facts[kind] and not kinds.hinted[kind]


def _reach(facts: Mapping[str, str], row: Mapping[str, str], *, lowered: bool) -> Verdict:
    """Return how far the law reaches a part under its codes: as supposed, where that settles it."""
    supposed = _supposed(row)
    if supposed is not None and not lowered:
        return Verdict(floor=supposed, ceiling=supposed)
    return _crossing(facts, row, lowered=lowered).verdicts[VARIANTS[0]]


def _hints_code(kinds: Kinds, kind: int) -> bool:
    return bool(kinds.hinted[kind]) and kinds.facts[kind].get(CODES) != "none"


def _supposed(row: Mapping[str, str]) -> Outcome | None:
    """Return the level under what is supposed, where it is settled."""
    name = row.get("supposed", "").upper()
    return Outcome[name] if name in Outcome.__members__ else None


def _with_items(kinds: Kinds, items: PartItems | None) -> tuple[Kinds, NDArray[np.int32]]:
    """Let parts of other words be of other kinds; say which item each kind is, `WORDLESS` without words, else -1."""
    if items is None:
        return kinds, np.full(len(kinds.facts), UNSTATED, dtype=np.int32)
    stacked = np.stack([kinds.of_part, np.where(items.wordless, WORDLESS, items.item.code)], axis=1)
    pairs, of_part = np.unique(stacked, axis=0, return_inverse=True)
    facts = [
        {**kinds.facts[kind], **({DESCRIPTION: items.item.texts[item]} if item >= 0 else {})}
        for kind, item in pairs.tolist()
    ]
    spread = Kinds(facts=tuple(facts), of_part=of_part.ravel(), origin=kinds.origin, hinted=kinds.hinted[pairs[:, 0]])
    return spread, pairs[:, 1].astype(np.int32)


def _crossings(bill: Bill, kinds: Kinds, departure: str, made_in: str) -> tuple[list[tuple[int, str]], Ints, Ints]:
    """Return the distinct kinds with where they go, and which of them each line is."""
    origin, lines = kinds.origin, bill.lines
    texts = (*origin.texts, NOT_STATED)
    place = np.where(origin.code == UNSTATED, len(texts) - 1, origin.code)
    from_there = (origin.code == UNSTATED) | origin.are(departure)
    there = origin.are(departure)
    crosses = from_there[lines.part] & ~there[lines.parent]
    width = len(texts)
    key = kinds.of_part[lines.part].astype(np.int64) * width + place[lines.parent]
    alone = np.zeros(len(bill.parts), dtype=bool)
    alone[bill.products] = True
    alone &= from_there & ~bill.has_lines
    home = texts.index(made_in)
    sold = kinds.of_part.astype(np.int64) * width + home
    distinct, at = np.unique(np.concatenate([key[crosses], sold[alone]]), return_inverse=True)
    of_line = np.full(len(lines), UNSTATED, dtype=np.int32)
    of_line[crosses] = at[: int(crosses.sum())]
    of_product = np.full(len(bill.parts), UNSTATED, dtype=np.int32)
    of_product[alone] = at[int(crosses.sum()) :]
    # A product of a group of countries goes to none that is known.
    homes = [text if len(text) == len(NO_CODE) else NOT_STATED for text in texts]
    return [(int(key // width), homes[int(key % width)]) for key in distinct], of_line, of_product


def _facts_of(kinds: Kinds, kind: int, destination: str, facts: Mapping[str, str], departure: str) -> dict[str, str]:
    own = {str(name): text for name, text in kinds.facts[kind].items()}
    return {
        "movement": "export",
        **facts,
        **own,
        "origin": departure,
        "departure": departure,
        "destination": destination,
    }


def _determined(
    stated: list[dict[str, str]],
    library: Library,
    *,
    as_of: date,
    readings: Readings | None,
    assume: Mapping[str, str] | None,
    classifies: Classifies | None,
    suppose: Suppositions | None,
) -> list[Mapping[str, str]]:
    """Determine the crossings as the lines of a book."""
    names = ["line", *dict.fromkeys(name for row in stated for name in ("control_codes", *row))]
    with temporary_folder() as folder:
        book, out = folder / "parts.csv", folder / "outcomes.csv"
        book.write_bytes(csv_bytes(names, ({"line": str(number), **row} for number, row in enumerate(stated))))
        determine_book(
            book,
            library,
            out=out,
            as_of=as_of,
            readings=readings,
            assume=assume,
            strict=True,
            classifies=classifies,
            suppose=suppose or (),
        )
        return sorted(rows_of_file(out), key=lambda row: int(row["line"]))


def _crossing(facts: Mapping[str, str], row: Mapping[str, str], *, lowered: bool) -> Crossing:
    """Return a crossing; if nobody knows whether it is one, it may as well be free."""
    decisive, opened = _names(row["decisive"]), _names(row["open"])
    verdicts = {}
    for variant in VARIANTS:
        ahead = "" if variant == VARIANTS[0] else f"{variant}_"
        floor, ceiling = (Outcome[row[f"{ahead}{end}"].upper()] for end in ("floor", "ceiling"))
        verdicts[variant] = Verdict(floor=Outcome.FREE if lowered else floor, ceiling=ceiling)
    unknown = [name for name in ("origin",) if lowered]
    return Crossing(
        facts=facts,
        verdicts=verdicts,
        decisive=() if lowered else decisive,
        open=(*decisive, *opened) if lowered else opened,
        missing=tuple(FactName(name) for name in dict.fromkeys((*unknown, *filter(None, row["missing"].split(";"))))),
    )


def _names(text: str) -> tuple[ClauseId, ...]:
    return tuple(ClauseId(name) for name in text.split(";") if name)
