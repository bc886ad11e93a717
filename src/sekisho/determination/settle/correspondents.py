"""To whom one writes about the open lines of a run: its suppliers and its customers, each with its own lines.

A party is one however its name is written. Who stands on a list is known by the lists as the run read them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from sekisho.determination.book.answer_columns import said_sql
from sekisho.determination.book.answers import NOBODY_SAYS
from sekisho.determination.book.results.columns import results_sql
from sekisho.determination.core.outcome import UNDETERMINED, Determination
from sekisho.determination.line.gravity import MEASURE
from sekisho.determination.settle.completed_run import CompletedRun, line_sql, opened
from sekisho.errors import BookError
from sekisho.files.formats import column_kinds, quoted, reading_fault
from sekisho.i18n.translation_tables import short_text
from sekisho.law.model.condition import FactName, MeasureId, facts_of
from sekisho.law.model.fact import Codes
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId, Measure
from sekisho.law.model.term import Reading
from sekisho.parties.folding import name_key
from sekisho.parties.index import PartyIndex, parties_of

SUPPLIER, CUSTOMER = "supplier", "customer"
_GOODS_POINTS: Final = frozenset(
    (
        *("code_stated", "code_suggested", "code_lead", "customs_code", "special_item"),
        *("item_unread", "row_unread", "route", MEASURE, "route_unknown"),
    )
)
"""Kinds of points that a supplier can say something of."""
PARTIES: Final = ("exporter", "end_user", "importer")
OF_THE_GOODS: Final = frozenset(
    map(
        FactName,
        (
            *("control_codes", "hs_code", "origin", "departure", "exporter_is_prc_person", "special_item"),
            *("prc_content_share", "prc_technology", "annex_names_it", "registration_item"),
            *("licence_held", "prior_undertaking"),
        ),
    )
)
"""Facts that a supplier can tell."""
OF_THE_USER: Final = frozenset(
    map(
        FactName,
        (
            *("end_user", "end_user_kind", "end_user_territory", "end_user_listed_share", "importer"),
            *("importer_listed_share", "intermediate_consignee", "destination", "end_use", "end_use_sector"),
            *("civil_use_by_forces", "special_use", "knowledge_of_barred_use", "knowledge_of_risk"),
        ),
    )
)
"""Facts that a customer can tell, and what one knows of a risk once the customer has told them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """An open line of a run, as far as a letter needs it.

    Parameters
    ----------
    row
        The row of the sheet or file, counted from 1.
    says
        What the line says of description, hs_code, destination and its parties; `unknown` where it says nothing.
    points
        What points in the line: `kind:subject`, the gravest first.
    clauses
        The clauses that decide its floor, then those that may raise it.
    by_readings
        Whether a narrow and a broad reading of disputed words give other answers.
    """

    line: str
    row: int
    says: Mapping[str, str]
    triage: str
    points: tuple[str, ...]
    item_state: str
    item_codes: tuple[str, ...]
    missing: frozenset[FactName]
    clauses: tuple[ClauseId, ...]
    by_readings: bool

    @property
    def customer(self) -> str:
        """Who uses the goods, or who imports them where nobody says who does; empty if neither is named."""
        return next((self.says[role] for role in ("end_user", "importer") if is_named(self.says[role])), "")

    @property
    def supplier(self) -> str:
        """Who ships the goods; empty if nobody is named."""
        return self.says["exporter"] if is_named(self.says["exporter"]) else ""

    @property
    def goods_point(self) -> bool:
        """Whether its goods or their way point to control, so that who ships them can decide it.

        Of gloves for a listed firm the supplier knows nothing that matters. In results that say nothing of points, or
        of goods, every line may be one.
        """
        kinds = {point.partition(":")[0] for point in self.points}
        return not self.triage or not self.item_state or not kinds.isdisjoint(_GOODS_POINTS)

    def waits_for(self, facts: Collection[FactName]) -> bool:
        """Tell whether an answer on some facts could decide it."""
        return not self.missing.isdisjoint(facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """A supplier or a customer, and the open lines that it could decide.

    Parameters
    ----------
    role
        SUPPLIER or CUSTOMER.
    name
        Its commonest spelling in the lines, of several the longest.
    listed
        Entries of lists, or military bodies, that it certainly is.
    perhaps
        Entries that it may be, or of which it may be the head or a unit.
    """

    role: str
    name: str
    lines: tuple[OpenLine, ...]
    listed: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name as it is known again in another spelling."""
        return " ".join(name_key(self.name))


def open_run_lines(run: CompletedRun) -> list[OpenLine]:
    """Return the open lines of a run, in order of danger, then as in the book.

    Raises
    ------
    BookError
        If the book cannot be read again, or has changed since.
    """
    names = ("description", "hs_code", "destination", "intermediate_consignee", *PARTIES)
    with opened(run) as book:
        sql = results_sql(book.connection, run.results)
        kinds = column_kinds(book.connection, sql)
        stored = {
            name: f"coalesce(r.{quoted(name)}::VARCHAR, '')" if name in kinds else "''"
            for name in (
                *("triage", "points", "item_state", "item_codes", "missing", "decisive", "open"),
                *("narrow_floor", "narrow_ceiling", "broad_floor", "broad_ceiling"),
            )
        }
        row = "coalesce(try_cast(r.row AS BIGINT), 0)" if "row" in kinds else "0"  # of CSV it is a text
        danger = "r.danger NULLS LAST, " if "danger" in kinds else ""
        columns = [line_sql(book), row, *(said_sql(book, name) for name in names), *stored.values()]
        try:
            rows = book.connection.execute(
                f"SELECT {', '.join(columns)} FROM {book.sql} AS book JOIN {sql} AS r "
                f"ON r.line::VARCHAR = {line_sql(book)} WHERE r.outcome::VARCHAR = '{UNDETERMINED}' "
                f"ORDER BY {danger}book.sekisho_row"
            ).fetchall()
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, run.results)) from None
    return [
        _line(cells[:2], dict(zip(names, cells[2:], strict=False)), _stored(cells, names, stored)) for cells in rows
    ]


def _stored(cells: Sequence[object], names: Sequence[str], stored: Mapping[str, str]) -> dict[str, str]:
    return dict(zip(stored, map(str, cells[2 + len(names) :]), strict=True))


def _line(place: Sequence[object], says: Mapping[str, str], stored: Mapping[str, str]) -> OpenLine:
    def of(name: str) -> tuple[str, ...]:
        return tuple(filter(None, stored[name].split(";")))

    ends = [(stored[f"{reading}_floor"], stored[f"{reading}_ceiling"]) for reading in ("narrow", "broad")]
    return OpenLine(
        line=str(place[0]),
        row=int(str(place[1])),
        says=says,
        triage=stored["triage"],
        points=of("points"),
        item_state=stored["item_state"],
        item_codes=of("item_codes"),
        missing=frozenset(map(FactName, of("missing"))),
        clauses=tuple(map(ClauseId, (*of("decisive"), *of("open")))),
        by_readings=ends[0] != ends[1],
    )


def line_of_answer(answer: Determination) -> OpenLine:
    """Return the line of an answer that stands alone, of no run."""
    names = ("description", "hs_code", "destination", "intermediate_consignee", *PARTIES)
    stated = ((name, answer.facts.get(FactName(name))) for name in names)
    codes = answer.facts.get(FactName("control_codes"))
    sure = tuple(sorted(map(str, codes.sure))) if isinstance(codes, Codes) else ()
    presumed = any(guess.fact == "control_codes" for guess in answer.presumed)
    narrow, broad = (answer.by_reading.get(str(way)) for way in (Reading.NARROW, Reading.BROAD))
    return OpenLine(
        line="",
        row=0,
        says={name: NOBODY_SAYS if value is None else str(value) for name, value in stated},
        triage="",
        points=(),
        item_state="" if not sure else "classified" if presumed else "stated",
        item_codes=sure,
        missing=frozenset(answer.missing),
        clauses=tuple(map(ClauseId, (*answer.decisive, *answer.open))),
        by_readings=(narrow and (narrow.floor, narrow.ceiling)) != (broad and (broad.floor, broad.ceiling)),
    )


def correspondents(
    lines: Iterable[OpenLine], library: Library, *, harmless: bool = False, nameless: bool = False
) -> list[Correspondent]:
    """Return the suppliers, then the customers, of some open lines; each with those lines that it could decide.

    Parameters
    ----------
    harmless
        Suppliers have the lines whose goods do not point to control too.
    nameless
        A party that no line names has its lines too, under an empty name: whoever writes to it fills that in.
    """
    parties = parties_of(library)
    rows: dict[tuple[str, tuple[str, ...]], list[tuple[str, OpenLine]]] = {}
    for line in lines:
        for role, name, facts in (
            (SUPPLIER, line.supplier, OF_THE_GOODS),
            (CUSTOMER, line.customer, OF_THE_USER),
        ):
            if role == SUPPLIER and not (harmless or line.goods_point):
                continue
            if (name or nameless) and line.waits_for(facts):
                rows.setdefault((role, name_key(name)), []).append((name, line))
    every = [_correspondent(role, named, parties) for (role, _), named in rows.items()]
    return sorted(every, key=lambda party: party.role != SUPPLIER)


def _correspondent(role: str, named: Sequence[tuple[str, OpenLine]], parties: PartyIndex) -> Correspondent:
    counts: dict[str, int] = {}
    for name, _ in named:
        counts[name] = counts.get(name, 0) + 1
    shown = min(counts, key=lambda name: (-counts[name], -len(name), name))
    matches = (*parties.matches(shown), *parties.military(shown)) if shown else ()
    return Correspondent(
        role=role,
        name=shown,
        lines=tuple(line for _, line in named),
        listed=tuple(dict.fromkeys(str(match.entry.id) for match in matches if match.certain)),
        perhaps=tuple(dict.fromkeys(str(match.entry.id) for match in matches if not match.certain)),
    )


def is_named(text: str) -> bool:
    """Tell whether a line names a party where it could."""
    return text not in {NOBODY_SAYS, "none", ""}


def measures_on(lines: Sequence[OpenLine], library: Library, *, of_user: bool) -> tuple[Measure, ...]:
    """Return the measures to cite to who can tell of the user, or of the goods: those of most lines, then the earliest.

    A measure on another territory than those to which the lines go is none of theirs.
    """
    territories = {"", *(line.says["destination"] for line in lines)}
    counts: dict[MeasureId, int] = {}
    for line in lines:
        for name in {measure.id for measure in _measures(line, library)}:
            text = short_text(library, name, "name")
            is_of_user = library.measures[name].kind in _ON_USERS
            if is_of_user is of_user and (text.of if text is not None else "") in territories:
                counts[name] = counts.get(name, 0) + 1
    ranked = sorted(counts, key=lambda name: (-counts[name], library.measures[name].effective, name))
    return tuple(library.measures[name] for name in ranked)


def _measures(line: OpenLine, library: Library) -> Iterable[Measure]:
    """Go through the measures of the clauses that bear on a line, but for those that ask what one knows of a use."""
    for name in line.clauses:
        if name not in library.clauses:
            continue
        measure, clause = library.clauses[name]
        if measure.kind in _ON_USERS or OF_THE_USER.isdisjoint(facts_of(clause.when)):
            yield measure


_ON_USERS: Final = frozenset({"destination-ban", "entity-listing"})
"""Kinds of measures under which goods are one matter and who uses them another."""
