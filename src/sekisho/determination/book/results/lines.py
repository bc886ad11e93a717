"""Lines of results as text, each with what its book says: every one with all columns, or as people are told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sekisho.determination.book.results.columns import CARRIED
from sekisho.determination.book.results.with_book import ResultsWithBook, open_results
from sekisho.determination.core.outcome import STATED
from sekisho.files.formats import literal, quoted
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD

Row = tuple[str, ...]
FETCHED: Final = 2_048
"""Rows that are in memory at a time: DuckDB's own block. Larger takes memory, smaller asks it more often. A guess."""


@dataclass(frozen=True, slots=True)
class TextLines:
    """Lines as text under their columns; what is not stated is empty."""

    names: Row
    rows: Iterator[Row]


@contextmanager
def every_line(results: Path, card: Mapping[str, object], library: Library) -> Iterator[TextLines]:
    """Give every line with all columns of the results and of the book: by danger, the others in the book's order."""
    with open_results(results, card, library) as joined:
        danger = "r.danger NULLS LAST, " if "danger" in joined.columns else ""
        # Beside the book's own columns, what was carried from them would be told twice.
        columns = tuple(name for name in joined.columns if joined.apart or name not in CARRIED)
        yield _lines(joined, columns, card, f"ORDER BY {danger}{joined.order}, r.sekisho_row")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """A line of results with what the book says of it, as people are told of it.

    Parameters
    ----------
    triage, headline, floor, ceiling
        As in the results.
    danger
        Place in the order of danger; None where nothing points.
    points
        What points, the gravest first.
    codes
        Codes of the goods: those stated, else those suggested.
    unread
        What of it could not be read.
    value
        In the unit of the run; None if it states none.
    facts
        What the book says, by fact.
    decisive, missing
        Clauses that decide it, and facts that it lacks, joined by `;`; only of lines out of a table.
    supposed
        Its level under what the run supposes, as in the results; only of lines out of a table.
    item_state
        What is known of its goods, as in the results: `stated` where the book or an answer says their codes.
    """

    line: str
    triage: str
    headline: str
    floor: str
    ceiling: str
    danger: int | None
    points: str
    codes: str
    unread: str
    value: float | None
    facts: Mapping[str, str]
    decisive: str = ""
    missing: str = ""
    supposed: str = ""
    item_state: str = ""

    @property
    def is_suggested(self) -> bool:
        """Whether the codes are the program's alone: neither the book states them nor has a person answered them."""
        return bool(self.codes) and self.item_state != STATED and "control_codes" not in self.facts


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGroup:
    """Queued lines at one place with the same points that say the same of some facts.

    Parameters
    ----------
    triage, points
        As in the results.
    facts
        What the book says of the facts asked for; those that it does not state are left out.
    lines
        How many lines there are.
    """

    triage: str
    points: str
    facts: Mapping[str, str]
    lines: int


def queued_groups(
    results: Path, card: Mapping[str, object], library: Library, facts: Sequence[FactName], kinds: Sequence[str] = ()
) -> Iterator[LineGroup]:
    """Count the lines that must stop or deserve a look by what they say of some facts, without reading each.

    Parameters
    ----------
    kinds
        Kinds of points of which a line must have one; every line in the queue if there are none.
    """
    with open_results(results, card, library) as joined:
        if "danger" not in joined.columns:
            return
        triage, points = (f"coalesce(r.{name}::VARCHAR, '')" for name in ("triage", "points"))
        stated = [fact for fact in facts if fact in joined.facts]
        named = f"list_transform(string_split({points}, ';'), lambda point: split_part(point, ':', 1))"
        only = f" AND list_has_any({named}, [{', '.join(map(literal, kinds))}])" if kinds else ""
        groups = joined.connection.execute(
            f"SELECT {', '.join([triage, points, *(_fact_text(joined, fact) for fact in stated)])}, count(*) "
            f"FROM {joined.source} WHERE r.danger IS NOT NULL{only} GROUP BY ALL"
        )
        while block := groups.fetchmany(FETCHED):
            for place, pointing, *texts, lines in block:
                yield LineGroup(triage=place, points=pointing, facts=_stated(stated, texts), lines=lines)


@contextmanager
def told_lines(
    results: Path, card: Mapping[str, object], library: Library, *, most: int | None = None
) -> Iterator[Iterator[ToldLine]]:
    """Give lines as people are told of them: by danger, then those in which nothing points in the book's order.

    Parameters
    ----------
    most
        Only the lines that must stop or deserve a look, and no more than this number of them; all lines if None.
    """
    with open_results(results, card, library) as joined:
        wanted = {
            name: f"coalesce(r.{name}::VARCHAR, '')" if name in joined.columns else "''"
            for name in (
                *("line", "triage", "headline", "floor", "ceiling", "points", "item_codes", "unread"),
                "item_state",
            )
        }
        danger = "r.danger::INTEGER" if "danger" in joined.columns else "NULL::INTEGER"
        facts = list(joined.facts)
        shown = [*wanted.values(), danger, joined.value, *(_fact_text(joined, fact) for fact in facts)]
        only, limit = (f"WHERE {danger} IS NOT NULL ", f" LIMIT {most}") if most is not None else ("", "")
        found = joined.connection.execute(
            f"SELECT {', '.join(shown)} FROM {joined.source} {only}"
            f"ORDER BY {danger} NULLS LAST, {joined.order}, r.sekisho_row{limit}"
        )
        yield (_told(row, facts) for block in iter(lambda: found.fetchmany(FETCHED), []) for row in block)


def _told(row: tuple[Any, ...], facts: Sequence[FactName]) -> ToldLine:
    line, triage, headline, floor, ceiling, points, suggested, unread, item_state, danger, value, *said = row
    stated = _stated(facts, said)
    return ToldLine(
        line=line,
        triage=triage,
        headline=headline,
        floor=floor,
        ceiling=ceiling,
        danger=danger,
        points=points,
        codes=stated.get("control_codes") or suggested,
        unread=unread,
        item_state=item_state,
        value=value,
        facts=stated,
    )


def _fact_text(joined: ResultsWithBook, fact: FactName) -> str:
    return f"coalesce({joined.facts[fact]}, '')"


def _stated(facts: Sequence[FactName], said: Sequence[str]) -> dict[str, str]:
    return {fact: text for fact, text in zip(facts, said, strict=True) if text not in {"", UNKNOWN_WORD}}


def _lines(joined: ResultsWithBook, columns: tuple[str, ...], card: Mapping[str, object], order: str) -> TextLines:
    own = [name for name in joined.own if name != card.get("line_column")]
    taken = {name.lower() for name in columns}
    names = (*columns, *(f"{name} (book)" if name.lower() in taken else name for name in own))
    shown = [f"coalesce(r.{quoted(name)}::VARCHAR, '')" for name in columns]
    shown += [f"coalesce({joined.own_text(name)}, '')" for name in own]
    found = joined.connection.execute(f"SELECT {', '.join(shown)} FROM {joined.source} {order}")

    def rows() -> Iterator[Row]:
        while block := found.fetchmany(FETCHED):
            yield from block

    return TextLines(names, rows())
