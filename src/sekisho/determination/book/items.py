"""Items of a book: what the distinct goods of its lines may be on the control list, found once a run.

Whoever runs a book brings who says so (`Classifies`); nothing here knows how an item is classified. A line keeps the
number of its item, and its signature the class: what the item means for a verdict. Texts are joined where results are
written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.determination.core.outcome import (
    CLASSIFIED,
    ITEM_STATES,
    NOT_LISTED,
    RESEMBLES_NOTHING,
    UNCLASSIFIED,
    UNREAD,
)
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes, FactValue
from sekisho.law.model.library import Library

if TYPE_CHECKING:
    import duckdb

    from sekisho.trade.book.order_book import Book

ITEM: Final = FactName("class of the item")
"""Stands for what the item of a line means for its verdict."""
CODES: Final = FactName("control_codes")
NONE_OF_THEM: Final = "none"
TABLE: Final = "item_findings"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFinding:
    """What is said of one item.

    Parameters
    ----------
    state
        One of `ITEM_STATES`.
    codes
        Of a classified item its codes; of one that is not classified those that it may fall under, nearest first.
    customs
        Control codes that its customs code may stand for, if some entry has its six digits; nearest first.
    printed
        The customs code, if the catalogue prints it with all its ten digits.
    near
        Of an item that is unlikely on the list: the codes of which an authority said that it is none of them, unless it
        holds what they name. They point at nothing, and a person can find out.
    """

    state: str
    codes: tuple[str, ...] = ()
    customs: tuple[str, ...] = ()
    printed: str = ""
    near: tuple[str, ...] = ()
    finished: str = ""
    """The kind of finished goods that an item is which no entry names, if material of an entry is usually inside."""
    inside: tuple[str, ...] = ()
    """The codes of that material."""
    near_heading: bool = False
    """Whether some entry has the customs code, as far as it is given, or the text speaks of drawings and know-how."""

    @property
    def points(self) -> tuple[str, ...]:
        """What points where its code is in reach of a measure, as `kind:subject`."""
        kind = "code_suggested" if self.state == CLASSIFIED else "code_lead"
        named = tuple(f"{kind}:{code}" for code in self.codes) if self.state in {CLASSIFIED, UNCLASSIFIED} else ()
        return (*named, *((f"customs_code:{self.printed}",) if self.printed else ()))


Classifies = Callable[[Sequence[tuple[str, str]]], Sequence[ItemFinding]]
"""Says of pairs of description and customs code, each of which may be empty, what the items are."""


@dataclass(frozen=True, slots=True)
class ItemClass:
    """What an item means for the verdict of its line.

    Parameters
    ----------
    state
        As of the finding.
    leads
        Codes by which it is seen whether a measure would reach the item, if it fell under them.
    """

    state: str = ""
    codes: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    points: bool = False
    unread: bool = False

    @classmethod
    def of(cls, finding: ItemFinding) -> ItemClass:
        """Return the class of a finding. All its leads count: the nearest may be one that no measure reaches today."""
        settled = finding.state == CLASSIFIED
        leads = () if settled else finding.codes or finding.customs
        unread = finding.state == UNREAD and finding.near_heading
        return cls(finding.state, finding.codes if settled else (), leads, bool(finding.points), unread)

    def supposed(self, library: Library) -> FactValue | None:
        """Return the codes that are supposed of such an item; None if nothing is."""
        if self.state == CLASSIFIED:
            return library.facts.parse(CODES, ";".join(self.codes))
        return Codes() if self.state in RESEMBLES_NOTHING else None

    def lead(self, library: Library) -> FactValue | None:
        """Return the codes of which it is asked whether a measure would reach them; None if there are none."""
        return library.facts.parse(CODES, ";".join(self.leads)) if self.leads else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookItems:
    """The items of a book, in a table beside its lines.

    Parameters
    ----------
    classes
        Each class once; the first is that of a line whose item is not in the table.
    counts
        Distinct items by state.
    """

    classes: tuple[ItemClass, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def bits(self) -> int:
        """Bits that the number of a class takes."""
        return max(len(self.classes) - 1, 0).bit_length()


def items_of(book: Book, library: Library, classifies: Classifies) -> BookItems:
    """Classify every distinct item of a book, and keep what is said of it in a table of its connection."""
    fields = _said_sql(book, library)
    pairs = [
        (str(text), str(code))
        for text, code in book.connection.execute(
            f"SELECT DISTINCT {fields[0]} AS d, {fields[1]} AS h FROM {book.sql} AS book ORDER BY d, h"
        ).fetchall()
    ]
    findings = list(classifies(pairs))
    classes: dict[ItemClass, int] = {ItemClass(): 0}
    numbers = [classes.setdefault(ItemClass.of(finding), len(classes)) for finding in findings]
    columns = {
        "d": np.array([text for text, _ in pairs], dtype=object),
        "h": np.array([code for _, code in pairs], dtype=object),
        "item": np.arange(len(pairs), dtype=np.int32),
        "class": np.array(numbers, dtype=np.int64),
        "state": np.array([finding.state for finding in findings], dtype=object),
        "codes": np.array([_codes_text(finding) for finding in findings], dtype=object),
        "points": np.array([";".join(finding.points) for finding in findings], dtype=object),
    }
    _keep(book.connection, columns)
    counts = {state: sum(finding.state == state for finding in findings) for state in ITEM_STATES[2:]}
    return BookItems(classes=tuple(classes), counts={state: number for state, number in counts.items() if number})


def _codes_text(finding: ItemFinding) -> str:
    return NONE_OF_THEM if finding.state == NOT_LISTED else ";".join(finding.codes)


def _keep(connection: duckdb.DuckDBPyConnection, columns: Mapping[str, np.ndarray]) -> None:
    texts = ("d", "h", "state", "codes", "points")
    shown = ", ".join(f"{name}::VARCHAR AS {name}" if name in texts else f'"{name}"' for name in columns)
    connection.register("item_rows", dict(columns))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE} AS SELECT {shown} FROM item_rows")
    connection.unregister("item_rows")


def with_item_table(connection: duckdb.DuckDBPyConnection) -> None:
    """Make an empty table of items where nothing is said of any, so that results are joined alike."""
    texts = "''::VARCHAR AS state, ''::VARCHAR AS codes, ''::VARCHAR AS points"
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {TABLE} AS SELECT 0::INTEGER AS item, {texts} LIMIT 0")


def codes_supposed(state: str, codes: str) -> str:
    """Return what is supposed of the codes of a line by its item: codes, `none`, or nothing.

    >>> codes_supposed("classified", "3C001.a"), codes_supposed("unlikely_listed", ""), codes_supposed("unread", "")
    ('3C001.a', 'none', '')
    """
    return codes if state == CLASSIFIED else NONE_OF_THEM if state in RESEMBLES_NOTHING else ""


def _said_sql(book: Book, library: Library) -> tuple[str, str]:
    """Return SQL that gives the description and the customs code of a line, empty where it states none."""
    return tuple(  # type: ignore[return-value] # two facts
        f"coalesce(trim({text}), '')" if (text := book.text_sql(library.facts[name], of="book")) is not None else "''"
        for name in ("description", "hs_code")
    )


def item_join(book: Book, library: Library) -> str:
    """Return SQL that joins the table of items to the lines of a book."""
    description, code = _said_sql(book, library)
    return f"LEFT JOIN {TABLE} ON {description} = {TABLE}.d AND {code} = {TABLE}.h"
