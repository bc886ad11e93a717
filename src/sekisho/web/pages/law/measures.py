"""Measures and terms: a list with facets, one measure clause by clause, two dates side by side, a disputed term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sekisho.determination.line.history import MeasureTimeline
from sekisho.i18n.conditions import alternatives
from sekisho.i18n.languages import in_language
from sekisho.i18n.names import NO_LIMIT, is_announcement, measure_text, plain_name, speech_of, territory_text
from sekisho.i18n.territories import territory_names
from sekisho.law.dates.calendar import APPLIES, stage_on
from sekisho.law.dates.stages import MeasureComparison
from sekisho.law.model.condition import TRUE
from sekisho.law.model.consequences import licensing_of
from sekisho.law.model.home_law import HomeLaw, homes
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.state_assumption import Statement, statements_on
from sekisho.law.model.term import Reading, Term
from sekisho.message import CapitalText
from sekisho.present.book_results.rule_names import rule_names
from sekisho.present.charts.timeline_bar import bars
from sekisho.present.law.comparison import compared_data, compared_rows
from sekisho.present.law.consequences import licensing_rows
from sekisho.present.law.home_law import HEADS, LEAD, QUESTIONS, home_law_rows, home_law_title, read_text
from sekisho.present.law.measure_finding import finding_of
from sekisho.present.law.measure_scope import measure_scope
from sekisho.present.law.measures import measure_data, measures_rows
from sekisho.present.law.subject import subject_data
from sekisho.present.law.timeline import measure_timeline_data
from sekisho.service.law import ShowRequest, TimelineRequest, show, timeline
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.law.own_lists import uses_of_measure
from sekisho.web.request_context import Pairs, RequestContext
from sekisho.web.response import Answer, Page
from sekisho.web.scenario_catalogue import absent, offer_of

DAY: Final = timedelta(days=1)
FACETS: Final = ("state", "jurisdiction", "kind")


def measures(visit: RequestContext) -> Answer:
    """List the measures with their state on the day, to be narrowed down by facets."""
    day = visit.as_of
    rows = measures_rows(visit.library, day, only_in_force=False)
    chosen = {name: visit.text(name) for name in FACETS if visit.text(name)}
    shown = [row for row in rows if all(row[name] == value for name, value in chosen.items())]
    facets = {
        name: _facet(name, rows, {other: value for other, value in chosen.items() if other != name}) for name in FACETS
    }
    return Page(
        template="measures.html",
        title=visit.words("measures"),
        context={
            "rows": shown,
            "facets": facets,
            "chosen": chosen,
            "numbers": {
                listed.id: measure_text(listed) if is_announcement(listed) else ""
                for listed in visit.library.measures.values()
            },
            "first": _first(visit.library),
            "territories": territory_names(visit.library)[visit.language],
        },
        data=lambda: shown,
        rows=lambda: shown,
        query=tuple(chosen.items()),
    )


def _facet(name: str, rows: Sequence[Mapping[str, object]], others: Mapping[str, str]) -> list[tuple[str, int]]:
    """Count the values of a facet among the rows that the other facets leave."""
    kept = [row for row in rows if all(row[other] == value for other, value in others.items())]
    return Counter(str(row[name]) for row in kept).most_common()


def _first(library: Library) -> date:
    return min(measure.effective for measure in library.measures.values())


def measure(visit: RequestContext, runs: JobManager | None = None) -> Answer:
    """Show a measure: words, translation, encoding in a sentence, stages on a time line, sources, own lines."""
    found, day = measure_named(visit.path_params["id"], visit), visit.as_of
    plain: dict[str, Any] = measure_data(found, visit.library, day, language=visit.language)
    line = timeline(TimelineRequest(what=(str(found.id),)), visit.settings.workspace)
    assert isinstance(line, MeasureTimeline)  # noqa: S101 - what is asked of is a measure
    followed = measure_timeline_data(line, visit.library)
    plain["timeline"] = {name: followed[name] for name in ("stages", "clauses", "events")}
    stage, _ = stage_on(found, day)
    licensing = licensing_of(found, visit.library.measures)
    return Page(
        template="measure.html",
        title=in_language(found.title, visit.language)[1] or str(found.id),
        context={
            "measure": found,
            "named": CapitalText(plain_name(found, visit.library)),
            "told": plain,
            "finding": finding_of(found, visit.library, day),
            "has_subject": found.subject != TRUE,
            "scope": measure_scope(found, visit.library, language=visit.language),
            "stage": stage,
            "bars": bars(plain["timeline"]["stages"], day=day),
            "uses": uses_of_measure(str(found.id), visit, runs),
            "costed": _costed(found, visit.library),
            "related": _related(found, visit.library),
            "said_since": _said_since(found, visit.library, day),
            "short_name": lambda name: visit.tell(measure_text(visit.library[name])),
            "by_name": lambda name: plain_name(visit.library[name], visit.library),
            "licensing": licensing_rows(licensing, visit.tell) if licensing else (),
            "moves_from": (found.effective - DAY).isoformat(),
            "moves_to": max(found.effective, day).isoformat(),
            "day_before": (day - DAY).isoformat(),
            "day_after": (day + DAY).isoformat(),
        },
        data=lambda: plain,
        rows=lambda: [_clause_row(clause) for clause in plain["clauses"]],
        personal=visit.settings.holds_lists(),
    )


def _clause_row(clause: Mapping[str, Any]) -> dict[str, object]:
    words = clause["words"]
    flat = {name: value for name, value in clause.items() if name != "words"}
    return {**flat, **{f"words_{language}": words.get(language, "") for language in ("zh", "en", "ja")}}


def measure_named(name: str, visit: RequestContext) -> Measure:
    """Find a measure by its id.

    Raises
    ------
    LibraryError
        If there is none, with the nearest.
    """
    subject = show(ShowRequest(kind="measure", name=name), visit.settings.workspace).item
    assert isinstance(subject, Measure)  # noqa: S101 - as it is asked
    return subject


def _costed(measure: Measure, library: Library) -> str:
    """Name what costs a measure; empty if nothing does, or if costs are not installed."""
    found = None if absent() else offer_of(library, str(measure.id))
    return found.name if found else ""


def _said_since(measure: Measure, library: Library, day: date) -> list[Statement]:
    """Return what was said by a day of what became of a measure, where the text of the law leaves it open."""
    asked = dict.fromkeys(span.named for span in measure.status if span.named)
    statements = [statement for name in asked for statement in statements_on(name, library.assumptions, day)]
    return [statement for statement in statements if statement.value]


def _related(measure: Measure, library: Library) -> list[tuple[str, str, str]]:
    """Return how other measures bear on this one and it on others: the relation, the other's id, and its clause."""
    own = [(one.kind, str(one.measure), one.clause) for one in measure.relations]
    others = [
        (f"{one.kind}_by", str(other.id), one.clause)
        for other in library.measures.values()
        for one in other.relations
        if one.measure == measure.id
    ]
    return [*own, *others]


def compared(visit: RequestContext) -> Answer:
    """Set a measure on two days side by side."""
    found = measure_named(visit.path_params["id"], visit)
    today = visit.settings.today()
    first = visit.day("from", found.effective)
    second = visit.day("to", visit.as_of if visit.as_of != first else today)
    asked = ShowRequest(kind="measure", name=str(found.id), first=first, second=second)
    both = show(asked, visit.settings.workspace).item
    assert isinstance(both, MeasureComparison)  # noqa: S101 - as it is asked
    plain: dict[str, Any] = compared_data(both, visit.library)
    query: Pairs = [("from", first.isoformat()), ("to", second.isoformat())]
    return Page(
        template="compare.html",
        title=visit.words("compare_title", measure=in_language(found.title, visit.language)[1] or str(found.id)),
        context={
            "measure": found,
            "both": both,
            "told": plain,
            "first": first,
            "second": second,
            "short_name": lambda name: visit.tell(measure_text(visit.library[name])),
        },
        data=lambda: plain,
        rows=lambda: compared_rows(both),
        query=query,
    )


def term(visit: RequestContext) -> Answer:
    """Show a disputed term: its words, three readings with reasons and sources, the clauses that use it."""
    subject = show(ShowRequest(kind="term", name=visit.path_params["id"]), visit.settings.workspace)
    found, home = subject.item, subject.measure
    assert isinstance(found, Term)  # noqa: S101 - as it is asked
    plain = subject_data(subject, visit.library, language=visit.language)
    speech = speech_of(visit.library, language=visit.language, shown=NO_LIMIT)
    return Page(
        template="term.html",
        title=in_language(found.words, visit.language)[1] or str(found.id),
        context={
            "term": found,
            "told": plain,
            "measure_name": CapitalText(plain_name(home, visit.library)) if home is not None else "",
            "rules": rule_names(plain["used_by"], visit.library),
            "reaches": [(reading, plain[str(reading)]) for reading in Reading] if found.disputed else [],
            "one_of": {str(reading): alternatives(found.reach(reading), speech) for reading in Reading},
            "applies": home is not None and stage_on(home, visit.as_of)[0] in APPLIES,
        },
        data=lambda: plain,
    )


def home_law(visit: RequestContext) -> Answer:
    """Name the export law to look up where a shipment leaves from."""
    subject = show(ShowRequest(kind="home_law", name=visit.path_params["place"]), visit.settings.workspace)
    law = subject.item
    assert isinstance(law, HomeLaw)  # noqa: S101 - as it is asked
    return Page(
        template="home_law.html",
        title=visit.tell(home_law_title(law, visit.library)),
        context={
            "lead": LEAD,
            "questions": QUESTIONS,
            "parts": [(head, [rule for rule in law.rules if rule.kind is kind]) for kind, head in HEADS.items()],
            "read_text": read_text,
        },
        data=lambda: subject_data(subject, visit.library),
        rows=lambda: home_law_rows(law),
    )


def home_laws(visit: RequestContext) -> Answer:
    """List the places whose export law is on file."""
    named = [(place, territory_text(place, visit.library)) for place in homes(visit.library.home_law)]
    rows = [{"place": place, "name": str(name)} for place, name in named]
    return Page(
        template="home_laws.html",
        title=visit.words("home_laws"),
        context={"lead": LEAD, "places": sorted(named, key=lambda row: visit.tell(row[1]))},
        data=lambda: rows,
        rows=lambda: rows,
    )
