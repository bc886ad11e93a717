"""A finished run as a report needs it: its card, its tally, the law as it is now, and the language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Final

from sekisho.determination.book.results.counts import Amount, RunCounts, Waiting
from sekisho.determination.core.outcome import Outcome, level_of
from sekisho.i18n.messages import Translator
from sekisho.law.model.condition import TermId, terms_of
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, ClauseId, Measure
from sekisho.law.model.term import Term
from sekisho.message import day_text
from sekisho.present.book_results.amount_units import unit_text
from sekisho.present.determination.phrases import JAPAN, territory_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A clause with what hangs on it; `measure` and `clause` are None if the library no longer holds it."""

    id: ClauseId
    measure: Measure | None
    clause: Clause | None
    decisive: Amount
    open: Amount

    @property
    def level(self) -> Outcome:
        """What the clause does when it is met."""
        return level_of(self.clause) if self.clause else Outcome.FREE

    @property
    def url(self) -> str:
        """Where its words were read."""
        if self.clause is None or self.measure is None:
            return ""
        return self.clause.source or (self.measure.sources[0].url if self.measure.sources else "")

    @property
    def read(self) -> str:
        """On which day; empty if the clause names a source of its own that has no date."""
        sources = self.measure.sources if self.measure else ()
        dated = [source.read.isoformat() for source in sources if source.url == self.url]
        return dated[0] if dated else ""

    @property
    def read_said(self) -> str:
        """The same as people write it."""
        return day_text(self.read)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRun:
    """Results with everything that a report tells of them."""

    results: Path
    card: Mapping[str, object]
    tally: RunCounts
    library: Library
    words: Translator

    def text(self, key: str) -> str:
        """Return an entry of the run card as text; empty if it has none."""
        found = self.card.get(key)
        return "" if found is None else str(found)

    def entry(self, key: str) -> Mapping[str, object]:
        """Return an entry of the run card that maps names to values."""
        found = self.card.get(key)
        return {str(name): value for name, value in found.items()} if isinstance(found, Mapping) else {}

    @property
    def book(self) -> str:
        """Name of the book, without the folders above it."""
        return PureWindowsPath(self.text("book")).name

    @property
    def as_of(self) -> str:
        """Date of law in words."""
        said = self.text("as_of")
        return said if said[:1].isdigit() else self.words("as_of_each")

    @property
    def unit(self) -> str:
        """Unit of the values; empty if there are none."""
        return self.text("unit") if self.has_values else ""

    @property
    def unit_words(self) -> str:
        """Unit of the values as the language names it: `thousand JPY`, 千円."""
        return self.words.say(unit_text(self.unit))

    @property
    def to_ask(self) -> tuple[Waiting, ...]:
        """The facts that lines wait for and that somebody can be asked."""
        return tuple(
            each for each in self.tally.waiting if each.all.lines and self.library.facts.can_be_asked(each.fact)
        )

    @property
    def has_values(self) -> bool:
        """Tell whether the book states values and is at hand."""
        return self.tally.valued > 0

    @property
    def day_said(self) -> str:
        """The date of law as people of the language write it."""
        return self.words.say(day_text(self.as_of))

    @property
    def horizon_said(self) -> str:
        """The last day on which sources were read, as people of the language write it."""
        return self.words.say(day_text(self.then("horizon")))

    def then(self, what: str) -> str:
        """Return version, hash or horizon of the library of the run."""
        return str(self.entry("library").get(what, ""))

    @property
    def readings(self) -> str:
        """How disputed words were read, in words."""
        chosen = {name: str(reading) for name, reading in self.entry("readings").items()}
        everywhere = self.words(f"reading_all_{chosen.pop('all', 'central')}")
        terms = ", ".join(f"{term}: {self.words(f'reading_all_{reading}')}" for term, reading in chosen.items())
        return self.words("reading_terms", all=everywhere, terms=terms) if terms else everywhere


def clause_rows(run: ReportedRun) -> list[ClauseRow]:
    """Return every decisive or open clause: those that decide most lines first, then those open in most.

    Clauses of measures on another country than Japan stand behind all others.
    """
    rows = []
    for name in dict.fromkeys((*run.tally.decisive, *run.tally.open)):
        measure, clause = run.library.clauses.get(name, (None, None))
        rows.append(
            ClauseRow(
                id=name,
                measure=measure,
                clause=clause,
                decisive=run.tally.decisive.get(name, Amount()),
                open=run.tally.open.get(name, Amount()),
            )
        )
    return sorted(
        rows,
        key=lambda row: (_is_on_others(row.measure, run.library), -row.decisive.lines, -row.open.lines, row.id),
    )


def _is_on_others(measure: Measure | None, library: Library) -> bool:
    """Tell whether a measure lays its control on one country, and not on Japan."""
    return measure is not None and territory_of(measure, library) not in {"", JAPAN}


def disputed_words(run: ReportedRun) -> list[tuple[Term, Amount]]:
    """Return the disputed terms of clauses in lines whose headline turns on a reading, those of most lines first."""
    found: dict[TermId, Amount] = {}
    for name, amount in run.tally.moved.items():
        _, clause = run.library.clauses.get(name, (None, None))
        for term in _terms(clause, run.library) if clause else ():
            if found.get(term, Amount()).lines < amount.lines:
                found[term] = amount
    ordered = sorted(found.items(), key=lambda pair: (-pair[1].lines, pair[0]))
    return [(run.library.terms[term], amount) for term, amount in ordered]


_DEEPEST: Final = 8
"""Terms that name terms that name terms; no law goes deeper than three."""


def _terms(clause: Clause, library: Library) -> Iterator[TermId]:
    """Name the disputed terms of a clause, and those that its terms name."""
    seen: set[TermId] = set()
    latest = terms_of(clause.when)
    for _ in range(_DEEPEST):
        fresh = sorted(latest - seen)
        seen |= latest
        yield from (name for name in fresh if library.terms[name].disputed)
        latest = frozenset().union(*(terms_of(library.terms[name].broad.when) for name in fresh))
