"""The first page, what is covered, and the glossary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count, takewhile

from sekisho.errors import LibraryError
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import plain_name
from sekisho.i18n.territories import territory_names
from sekisho.law.dates.changes import LawChange, changed
from sekisho.law.model.library import Library
from sekisho.message import CapitalText, Text
from sekisho.present.charts.chart import interval_text
from sekisho.present.law.changes import change_row, changed_data
from sekisho.present.law.coverage import coverage
from sekisho.present.law.encoding_state import encoding_rows
from sekisho.present.law.front import law_front
from sekisho.service.dependence import DependenceRequest, ranking
from sekisho.web.pages.impact import kept_figure
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page
from sekisho.web.scenario_catalogue import absent

BOUGHT = 6
"""Materials that the first page draws: as many as fit beside each other at a glance."""
NAMED = 3
"""Measures of a change that the first page names: more would take the reader past the rest."""


def home(visit: RequestContext) -> Answer:
    """Show the doors, what changed this month, and what is covered."""
    library, day = visit.library, visit.as_of
    found = changed(library, since=day.replace(day=1), until=day, as_of=day)
    front = law_front(library, day)
    return Page(
        template="home.html",
        title=visit.words.say(front.lead.title) if front.lead else visit.words("home_title"),
        context={
            "front": front,
            "happenings": [*_gathered(found.changes, library), *_gathered(found.ahead, library)],
            "pending": found.pending,
            "bought": _bought(visit),
            "cost": kept_figure(visit.settings, library),
            "territories": territory_names(library)[visit.language],
        },
        data=lambda: changed_data(found, library),
        rows=lambda: [change_row(change, library) for change in found.changes],
    )


def _bought(visit: RequestContext) -> Sequence[Bought]:
    """Return the materials of which Japan buys most from China; nothing where costs are not installed or on file."""
    if absent():
        return ()
    try:
        ranked = ranking(DependenceRequest(), visit.settings.workspace)[:BOUGHT]
    except LibraryError:
        return ()  # the first page is there without them
    return [
        Bought(
            place=f"/dependence/{material.subject}",
            name=CapitalText(material.title),
            share=interval_text(material.last),
            year=material.last.year,
            low=round(100 * material.last.low, 1),
            high=round(100 * material.last.high, 1),
        )
        for material in ranked
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """A material as a bar: the share that comes from China, its lowest and its highest count, in per cent."""

    place: str
    name: Text
    share: Text
    year: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Happening:
    """The same change to several measures on one day.

    Parameters
    ----------
    kind
        What it is, as an id.
    measures
        Id and name of the first measures; `more` says how many others there are.
    names
        Parties that came on a list or went off it.
    in_part
        Only clauses of the measures change: their own state stays what it is.
    """

    day: date
    kind: str
    measures: tuple[tuple[str, Text], ...]
    more: int
    names: int
    in_part: bool


def _gathered(changes: Iterable[LawChange], library: Library) -> list[Happening]:
    """Draw changes together that are the same on the same day."""
    every = list(changes)
    whole = {(change.day, change.kind, change.measure) for change in every if change.clause is None}
    found: dict[tuple[date, str, bool], list[LawChange]] = {}
    for change in every:
        in_part = change.clause is not None
        if not in_part or (change.day, change.kind, change.measure) not in whole:
            found.setdefault((change.day, str(change.kind), in_part), []).append(change)
    return [
        Happening(
            day,
            kind,
            tuple((name, CapitalText(plain_name(library[name], library))) for name in list(_measures(group))[:NAMED]),
            max(0, len(dict.fromkeys(_measures(group))) - NAMED),
            sum(len(one.names) for one in group),
            in_part,
        )
        for (day, kind, in_part), group in found.items()
    ]


def _measures(changes: Iterable[LawChange]) -> Iterable[str]:
    return dict.fromkeys(str(change.measure) for change in changes if change.measure)


def coverage_page(visit: RequestContext) -> Answer:
    """Say what is held, what is not, and up to which day sources were read."""
    found = coverage(visit.library)
    return Page(
        template="coverage.html",
        title=visit.words("coverage"),
        context={"held": found},
        data=lambda: found,
        rows=lambda: encoding_rows(visit.library),
    )


def help_page(visit: RequestContext) -> Answer:
    """Explain the words that the pages use."""
    entries = glossary(visit.language)
    return Page(
        template="help.html",
        title=visit.words("help"),
        context={"entries": entries},
        data=lambda: [{"term": one.term, "means": one.means} for one in entries],
        rows=lambda: [{"term": one.term, "means": one.means} for one in entries],
    )


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A word and what it means here."""

    term: str
    means: str


@cache
def glossary(language: str) -> tuple[GlossaryEntry, ...]:
    """Read the glossary in one language, in the order of its ids."""
    translate = Translator(language, ("glossary",))
    numbers = takewhile(lambda number: translate.has(f"{number:02}.term"), count(1))
    return tuple(GlossaryEntry(translate(f"{n:02}.term"), translate(f"{n:02}.means")) for n in numbers)
