"""One disputed term at a time: what the answer is if that term alone is read otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sekisho.dataclass import dataclass
from sekisho.determination.core.evaluation import evaluate
from sekisho.determination.core.inputs import settle_input
from sekisho.determination.core.outcome import Verdict
from sekisho.determination.line.alerts import alerted, alerts_of
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings, Term
from sekisho.parties.index import parties_of
from sekisho.trade.transaction import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class TermReadings:
    """The answer under the three readings of one term, all other terms as chosen."""

    term: Term
    narrow: Verdict
    central: Verdict
    broad: Verdict

    def __repr__(self) -> str:
        """Show the term and what each reading gives in one line."""
        ends = ", ".join(f"{name} {getattr(self, name).headline}" for name in ("narrow", "central", "broad"))
        return f"<TermReadings {self.term.id}: {ends}>"

    @property
    def decides(self) -> bool:
        """The answer turns on how this term is read."""
        ends = {(verdict.floor, verdict.ceiling) for verdict in (self.narrow, self.central, self.broad)}
        return len(ends) > 1


def readings(
    line: Line | Mapping[str, object],
    library: Library,
    *,
    as_of: date | str | None = None,
    base: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
) -> tuple[TermReadings, ...]:
    """Vary one disputed term at a time, over all terms that the clauses of the day use.

    Parameters
    ----------
    base
        How the other terms are read; central unless said otherwise.
    """
    given = line.given if isinstance(line, Line) else line
    facts, day, chosen = settle_input(given, library, as_of=as_of, readings=base, assume=assume)
    heard = evaluate(library, facts, day, chosen)
    alerts = alerts_of(facts, parties_of(library), law_on(library, day).day)
    found = []
    for term in heard.compiled.disputed:
        narrow, central, broad = (
            alerted(heard.with_readings(chosen.with_term(term, reading)).verdict, alerts) for reading in Reading
        )
        found.append(TermReadings(term=library.terms[term], narrow=narrow, central=central, broad=broad))
    return tuple(found)
