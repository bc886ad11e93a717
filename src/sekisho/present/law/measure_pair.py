"""Two measures side by side: of each part what the one says and what the other, what differs first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sekisho.determination.line.timeline import destinations_named
from sekisho.i18n.languages import in_language
from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.names import level_text, plain_name, territory_text
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.condition import Listed, walk
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Measure, conditions_of
from sekisho.law.model.scheme import control_entries
from sekisho.message import CapitalText, LawText, Text, counted, day_text, joined, message
from sekisho.present.determination.compared_answers import ComparedPart, differing_first, parts_data, parts_text
from sekisho.present.law.measures import RELATIONS, state_says
from sekisho.present.law.stages import effect_says
from sekisho.service.law import MeasurePair


def pair_parts(pair: MeasurePair, library: Library, day: date, tell: PackageTranslator) -> tuple[ComparedPart, ...]:
    """Say two measures part by part, as of a day: their names, then what differs, then what is the same."""
    both = (pair.first, pair.second)

    def part(label: Text, said: Callable[[Measure], Iterable[str]], *, stated: bool = False) -> ComparedPart:
        first, second = (tuple(tell(text) for text in said(measure)) for measure in both)
        return ComparedPart(label=tell(label), first=first, second=second, stated=stated)

    named = part(
        message("measurepair.measure", "Measure"),
        lambda measure: [CapitalText(plain_name(measure, library)), _title(measure, tell.language)],
        stated=True,
    )
    pieces = [
        part(
            message("measurepair.state", "State"), lambda measure: [CapitalText(state_says(measure, day, library)[1])]
        ),
        part(message("measurepair.published", "Published"), lambda measure: [day_text(measure.published)]),
        part(message("measurepair.effective", "In effect from"), lambda measure: [day_text(measure.effective)]),
        part(message("measurepair.authority", "Authority"), lambda measure: [LawText(measure.authority)]),
        part(message("measurepair.does", "What its rules do"), _effects),
        part(message("measurepair.codes", "Control codes it added"), lambda measure: _codes(measure, library)),
        part(message("measurepair.places", "Countries it names"), lambda measure: _places(measure, library)),
        part(message("measurepair.lists", "Lists of parties it names"), _lists),
        part(message("measurepair.disputed", "Disputed words"), lambda measure: _disputed(measure, tell.language)),
        part(message("measurepair.related", "Related measures"), lambda measure: _related(measure, library)),
        part(message("measurepair.confidence", "Certainty"), lambda measure: [measure.confidence.words]),
    ]
    return (named, *differing_first(piece for piece in pieces if piece.first or piece.second))


def _title(measure: Measure, language: str) -> str:
    return in_language(measure.title, language)[1]


def _effects(measure: Measure) -> Iterator[Text]:
    """Count the clauses by what they do, the most frequent first."""
    for effect, number in Counter(map(_does, measure.clauses)).most_common():
        yield CapitalText(
            counted("measurepair.effect", "{effect}: {n} rule", "{effect}: {n} rules", n=number, effect=effect)
        )


def _does(clause: Clause) -> Text:
    """Say what a clause does: the level that it sets, else that it obliges or excepts."""
    return level_text(clause.level) if clause.level else effect_says(clause)


def _codes(measure: Measure, library: Library) -> Iterator[Text]:
    number = sum(entry.since == measure.id for entry in control_entries(library).values())
    if number:
        yield counted("measurepair.code_count", "{n} code", "{n} codes", n=number)


def _places(measure: Measure, library: Library) -> list[str]:
    return [territory_text(code, library) for code in sorted(destinations_named(library)[measure.id])]


def _lists(measure: Measure) -> list[Text]:
    named = dict.fromkeys(
        part.list
        for _, condition in conditions_of(measure)
        for part in walk(condition)
        if isinstance(part, Listed) and part.owned is None
    )
    return [PartyListText(name) for name in named]


def _disputed(measure: Measure, language: str) -> list[str]:
    return [in_language(term.words, language)[1] or str(term.id) for term in measure.terms if term.disputed]


def _related(measure: Measure, library: Library) -> Iterator[Text]:
    for relation in measure.relations:
        name = plain_name(library[relation.measure], library)
        yield CapitalText(joined([RELATIONS.get(relation.kind, relation.kind), name], "colon"))


def pair_rows(plain: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return two measures as a table: one record a part, from their plain data."""
    return [
        {
            "part": piece["label"],
            "first": "; ".join(piece["first"]),
            "second": "; ".join(piece["second"]),
            "differs": piece["differs"],
        }
        for piece in plain["parts"]
    ]


def pair_data(pair: MeasurePair, library: Library, day: date, tell: PackageTranslator) -> dict[str, Any]:
    """Return two measures as plain data, with what is said of each part."""
    return {
        "first": str(pair.first.id),
        "second": str(pair.second.id),
        "as_of": day.isoformat(),
        "parts": parts_data(pair_parts(pair, library, day, tell)),
    }


def pair_text(pair: MeasurePair, library: Library, day: date, tell: PackageTranslator, width: int) -> list[str]:
    """Set two measures beside each other for a terminal; what differs is marked."""
    return parts_text(pair_parts(pair, library, day, tell), width)
