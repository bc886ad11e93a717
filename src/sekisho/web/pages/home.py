"""The first page, what is covered, and the glossary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import count, takewhile

from sekisho.errors import LibraryError
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import plain_name
from sekisho.i18n.territories import territory_names
from sekisho.law.dates.changes import ChangeKind, LawChange, changed
from sekisho.law.dates.events import events_of
from sekisho.law.model.library import Library
from sekisho.message import CapitalText, Text, counted, joined, message
from sekisho.present.charts.chart import interval_text
from sekisho.present.law.changes import change_row, changed_data
from sekisho.present.law.coverage import coverage
from sekisho.present.law.encoding_state import encoding_rows
from sekisho.present.law.front import law_front
from sekisho.service.dependence import DependenceRequest, ranking
from sekisho.service.impact import ImpactRequest
from sekisho.service.impact import impact as impact_of
from sekisho.web.pages.impact import LEAD, kept_figure
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page
from sekisho.web.scenario_catalogue import absent

BOUGHT = 6
"""Materials that the first page draws: as many as fit beside each other at a glance."""
STOP, MONTHS = "rare-earths", 12
"""Of the published estimates those that are drawn: a year without rare earths, which the ban may become."""
STEP, FREE = 0.5, 1.14
"""Per cent of GDP between two lines of the drawing, and its width beyond the last thing drawn."""
OPEN = frozenset({ChangeKind.SUSPENDED, ChangeKind.UNKNOWN, ChangeKind.LISTING_UNKNOWN})
"""What a day leaves open: it is told last, as the state that stands."""
PARTLY = frozenset({ChangeKind.SUSPENDED, ChangeKind.UNKNOWN, ChangeKind.REVIVED})
"""Changes of which some clauses alone may be the subject."""
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
            "events_from": _events_from(library, day),
            "happenings": _gathered([*found.changes, *found.ahead], library, day),
            "pending": found.pending,
            "bought": _bought(visit),
            "cost": kept_figure(visit.settings, library),
            "range": _cost_range(visit),
            "territories": territory_names(library)[visit.language],
        },
        data=lambda: changed_data(found, library),
        rows=lambda: [change_row(change, library) for change in found.changes],
    )


def _events_from(library: Library, day: date) -> date | None:
    """Return the first day of the year of the first event that is on file; None if there is none by a day."""
    first = next(iter(events_of(library)), None)
    return None if first is None or first.first > day else date(first.first.year, 1, 1)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRange:
    """The loss of the ban, and what others published of another question, on one line; places in per cent of it.

    Parameters
    ----------
    says
        The range of nine runs in ten, in money.
    low, middle, mean, high
        Where those runs begin and end, and where the middle run and the mean lie.
    rings
        Place and per cent of GDP of each published estimate; `beside` says whose they are.
    grid
        Place and per cent of GDP of each line.
    """

    says: Text
    low: float
    middle: float
    mean: float
    high: float
    rings: tuple[tuple[float, Text], ...]
    beside: Text
    grid: tuple[tuple[float, Text], ...]


def _cost_range(visit: RequestContext) -> CostRange | None:
    """Return the range of the figure that is kept ready; None where none is."""
    figure = kept_figure(visit.settings, visit.library)
    if not figure:
        return None
    return visit.settings.answers.told(("cost range kept ready", visit.library.hash), lambda: _drawn(figure, visit))


def _drawn(figure: Mapping[str, Text], visit: RequestContext) -> CostRange:
    from sekisho.impact.economy.published import house_name, published_of
    from sekisho.impact.results.result import ImpactResult

    request = ImpactRequest(names=(LEAD,))
    answer = impact_of(request, replace(visit.settings.workspace, library=visit.library))
    assert isinstance(answer, ImpactResult)  # noqa: S101 - one scenario is asked of
    band = answer.percent()
    beside = sorted(
        (estimate.percent, estimate.house)
        for estimate in published_of(visit.library)
        if estimate.scope == STOP and estimate.months == MONTHS and estimate.percent is not None
    )
    most = FREE * max(band.p95, *(percent for percent, _ in beside))

    def place(percent: float) -> float:
        return round(100 * percent / most, 1)

    lines = [line * STEP for line in range(int(most / STEP) + 1)]
    return CostRange(
        says=figure["range"],
        low=place(band.p5),
        middle=place(band.p50),
        mean=place(band.mean),
        high=place(band.p95),
        rings=tuple((place(percent), quantity("significant", percent, 2)) for percent, _ in beside),
        beside=message(
            "web.front_beside",
            "Rings: what others expect of a year without rare earths from China, or with fewer ({houses}).",
            houses=joined([house_name(house) for _, house in beside], "comma"),
        ),
        grid=tuple((place(line), quantity("significant", line, 1)) for line in lines),
    )


@dataclass(frozen=True, slots=True)
class ChangePart:
    """The same change to several measures on one day.

    Parameters
    ----------
    label, tag
        Ids of the words before the measures, and of those that say the state by itself.
    measures
        Id and name of the first measures; `more` says how many others there are.
    names
        Parties that came on a list or went off it.
    in_part
        Only clauses of the measures change: their own state stays what it is.
    """

    kind: str
    label: str
    tag: str
    measures: tuple[tuple[str, Text], ...]
    more: int
    names: int
    in_part: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """What changes on one day, the state that is left last.

    Parameters
    ----------
    ahead
        In how many days it is, in words; None of what is past.
    """

    day: date
    parts: tuple[ChangePart, ...]
    ahead: Text | None


def _gathered(changes: Iterable[LawChange], library: Library, today: date) -> list[Happening]:
    """Draw the changes of each day together, and in it those that are the same."""
    every = list(changes)
    whole = {(change.day, change.kind, change.measure) for change in every if change.clause is None}
    found: dict[date, dict[tuple[ChangeKind, bool], list[LawChange]]] = {}
    for change in every:
        in_part = change.clause is not None
        if not in_part or (change.day, change.kind, change.measure) not in whole:
            found.setdefault(change.day, {}).setdefault((change.kind, in_part), []).append(change)
    return [
        Happening(
            day,
            tuple(
                _part(kind, group, library, in_part=in_part, ahead=day > today)
                for (kind, in_part), group in sorted(groups.items(), key=lambda item: item[0][0] in OPEN)
            ),
            counted("web.in_days", "in {n} day", "in {n} days", n=(day - today).days) if day > today else None,
        )
        for day, groups in found.items()
    ]


def _part(kind: ChangeKind, group: Sequence[LawChange], library: Library, *, in_part: bool, ahead: bool) -> ChangePart:
    measures = list(_measures(group))
    partly = in_part and kind in PARTLY
    ends = ahead and kind is ChangeKind.REPEALED
    return ChangePart(
        kind,
        f"next_{kind}_part" if partly else "next_to_end" if ends else f"next_{kind}",
        "tag_to_end" if ends else f"tag_{kind}",
        tuple((name, CapitalText(plain_name(library[name], library))) for name in measures[:NAMED]),
        max(0, len(measures) - NAMED),
        sum(len(one.names) for one in group),
        partly,
    )


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
