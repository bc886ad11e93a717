"""One thing of the law that is shown: as text for people, as data and as rows for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sekisho.i18n.package_translation import teller_of
from sekisho.law.dates.stages import MeasureComparison
from sekisho.law.model.home_law import HomeLaw
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Measure
from sekisho.law.model.scheme import ControlEntry
from sekisho.law.model.term import Term
from sekisho.parties.profile import PartyProfile
from sekisho.present.law.comparison import compared_data, compared_rows, compared_text
from sekisho.present.law.control_code import code_data, code_row, code_text
from sekisho.present.law.home_law import home_law_data, home_law_rows, home_law_text
from sekisho.present.law.measure_pair import pair_data, pair_rows, pair_text
from sekisho.present.law.measures import clause_text, measure_data, measure_text
from sekisho.present.law.party import party_document, party_rows
from sekisho.present.law.term import term_record, term_text
from sekisho.present.render.document_text import document_lines
from sekisho.service.law import LawSubject, MeasurePair


def subject_text(subject: LawSubject, library: Library, *, language: str, width: int) -> list[str]:
    """Set out what is shown."""
    match subject.item:
        case ControlEntry() as entry:
            return code_text(entry, library, subject.day, language=language, width=width)
        case MeasureComparison() as both:
            return compared_text(both, library, language=language, width=width)
        case MeasurePair() as pair:
            return pair_text(pair, library, subject.day, teller_of(library, language), width)
        case HomeLaw() as law:
            return home_law_text(law, library, language=language, width=width)
        case PartyProfile() as party:
            return document_lines(party_document(party, library), teller_of(library, language), width=width)
        case Term() as term:
            return term_text(term, subject.measure, library, language=language, width=width)
        case Clause() as clause:
            return clause_text(clause, library, subject.day, language=language, width=width)
        case Measure() as measure:
            return measure_text(measure, library, subject.day, language=language, width=width)


def subject_data(subject: LawSubject, library: Library, *, language: str = "en") -> dict[str, Any]:
    """Return what is shown as plain data; of a clause its measure with that clause alone."""
    match subject.item:
        case ControlEntry() as entry:
            return code_data(entry, library, subject.day)
        case MeasureComparison() as both:
            return compared_data(both, library)
        case MeasurePair() as pair:
            return pair_data(pair, library, subject.day, teller_of(library, language))
        case HomeLaw() as law:
            return home_law_data(law)
        case PartyProfile() as party:
            return party.to_dict()
        case Term() as term:
            return term_record(term, subject.measure, library, language=language)
        case Clause() as clause:
            measure = library.clauses[clause.id][0]
            plain: dict[str, Any] = measure_data(measure, library, subject.day, language=language)
            return {**plain, "clauses": [row for row in plain["clauses"] if row["id"] == clause.id]}
        case Measure() as measure:
            return measure_data(measure, library, subject.day, language=language)


def subject_rows(subject: LawSubject, plain: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a table of what is shown, from its plain data: clauses of a measure, or one row."""
    match subject.item:
        case ControlEntry():
            return [code_row(plain)]
        case MeasureComparison() as both:
            return compared_rows(both)
        case MeasurePair():
            return pair_rows(plain)
        case HomeLaw() as law:
            return home_law_rows(law)
        case PartyProfile() as party:
            return party_rows(party)
        case Term():
            return [plain]
        case _:
            rows: list[Mapping[str, Any]] = plain["clauses"]
            return rows
