"""What a measure does, in one sentence: what it bans or licenses, to whom, and since when."""

from __future__ import annotations

from datetime import date

from sekisho.i18n.locale import quantity
from sekisho.i18n.names import plain_name, territory_text
from sekisho.i18n.translation_tables import short_text
from sekisho.law.dates.calendar import Stage, stage_on
from sekisho.law.dates.stages import stages_of
from sekisho.law.model.condition import Listed, walk
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Effect, Measure
from sekisho.message import CapitalText, LawText, Text, counted, message
from sekisho.present.determination.phrases import territory_of
from sekisho.present.law.front import LISTING, is_named, kind_of


def finding_of(measure: Measure, library: Library, day: date) -> Text:
    """Say what a measure does, and in which state it is on a day."""
    what, (stage, _) = _what(measure, library, day), stage_on(measure, day)
    if stage is Stage.IN_FORCE:
        spans = stages_of(measure, measure.effective, day)
        since = next((span.first for span in reversed(spans) if span.stage is stage), measure.effective)
        return message(
            "law.finding_in_force", "{what}, in force since {since}.", what=what, since=quantity("day", since)
        )
    return message(
        "law.finding_on_day", "{what}. On {day}: {stage}.", what=what, day=quantity("day", day), stage=stage.words
    )


def _what(measure: Measure, library: Library, day: date) -> Text:
    """Say what a measure does: in the words of its data package, else as its clauses do."""
    if row := short_text(library, measure.id, "headline"):
        return LawText(row.english)
    kind, place = kind_of(measure), territory_of(measure, library)
    if measure.kind == LISTING and (bodies := _bodies(measure, library, day)):
        if kind == "ban":
            return counted(
                "law.finding_ban_named",
                "Bans dual-use exports to the {n} body that it names",
                "Bans dual-use exports to the {n} bodies that it names",
                n=bodies,
            )
        if kind == "licence":
            return counted(
                "law.finding_licence_named",
                "Requires an individual licence for exports to the {n} body that it names",
                "Requires an individual licence for exports to the {n} bodies that it names",
                n=bodies,
            )
    if measure.kind == "party-ban":
        return message("law.finding_dealings", "Bans dealings with the bodies that it names, or some of them")
    if kind == "ban" and place:
        where = territory_text(place, library)
        return message("law.finding_ban_place", "Bans certain exports to {place}", place=where)
    if kind == "ban":
        return message("law.finding_ban", "Bans the exports that it names")
    if kind == "licence":
        return message("law.finding_licence", "Requires a licence for the exports that it names")
    return _general(measure, library)


def _general(measure: Measure, library: Library) -> Text:
    """Say what a measure does that neither bans nor licenses what it names; its name where it has no clause here."""
    paused = {relation.measure for relation in measure.relations if relation.kind == "suspends"}
    effects = {clause.effect for clause in measure.clauses}
    if paused:
        return counted(
            "law.finding_suspends", "Suspends {n} other measure", "Suspends {n} other measures", n=len(paused)
        )
    if Effect.REQUIRE_LICENCE in effects:
        return message("law.finding_rules", "General rules under which some exports need a licence")
    if effects:
        return message("law.finding_duties", "Sets duties that go with exports")
    return CapitalText(plain_name(measure, library))


def _bodies(measure: Measure, library: Library, day: date) -> int:
    """Count the parties that stand on the lists of a measure on a day."""
    lists = {name for part in walk(measure.subject) if isinstance(part, Listed) for name in part.lists}
    return sum(is_named(party, day) for party in library.entries if party.list in lists)
