"""What the law says at a glance: the measure that leads, who is named under it, and every measure as a bar by date.

Which measure leads, and in which words, stands in the data package (`brief.csv`, kinds `headline` and `headline_*`);
whether it is in force, since when and whom it names is computed for the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.i18n.names import plain_name
from sekisho.i18n.territories import territory_names
from sekisho.i18n.translation_tables import ShortKind, short_text
from sekisho.law.dates.calendar import Stage, stage_on
from sekisho.law.dates.stages import stage_of_control, stages_of
from sekisho.law.model.condition import Listed, walk
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import Effect, Measure
from sekisho.message import CapitalText, LawText, Text, counted, joined, message
from sekisho.present.determination.phrases import territory_of

FIRST_YEAR: Final = 2023
"""Year in which the drawing begins: that of the first control of a material that is still in force. What is older is
drawn from there."""
AHEAD: Final = 180
"""Days that are drawn beyond the day of the law: half a year, so that what is known to come is seen."""
GENERAL: Final = frozenset({"law", "regulation", "list", "catalogue"})
ITEMS: Final = frozenset({"item-control", "trade-ban"})
LISTING: Final = "entity-listing"
"""Kinds of measures by which they are drawn together."""
SHOWN: Final = (Stage.IN_FORCE, Stage.SUSPENDED, Stage.UNKNOWN)
"""Stages that have a bar; before and after, there is nothing to draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontSpan:
    """A part of a bar: its stage, and where it begins and how long it is, in per cent of the drawing.

    Parameters
    ----------
    absorbed
        The measure is repealed, and the stage is that of the one which absorbed it.
    """

    stage: str
    start: float
    width: float
    absorbed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontBar:
    """A measure as a bar.

    Parameters
    ----------
    kind
        ban, licence or general: the gravest thing that its clauses do.
    says
        Its stages with their days, for those who do not see the drawing.
    """

    measure: str
    name: Text
    kind: str
    spans: tuple[FrontSpan, ...]
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontLead:
    """The measure that leads.

    Parameters
    ----------
    state
        What its state is on the day, in a few words: since when, and the how-manieth day it is.
    stage
        The stage as an id: in_force, suspended, unknown, repealed, published.
    points
        Heading and sentence: what it bans, for whom, who is bound, who is named.
    """

    measure: str
    title: Text
    state: Text
    stage: str
    points: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFront:
    """The law at a glance.

    Parameters
    ----------
    groups
        Heading and bars: of the territory that the lead speaks of, of items, of general law, and all others.
    years
        Years with their place in per cent.
    today
        Place of the day of the law.
    """

    lead: FrontLead | None
    groups: tuple[tuple[Text, tuple[FrontBar, ...]], ...]
    years: tuple[tuple[int, float], ...]
    today: float


def law_front(library: Library, day: date) -> LawFront:
    """Return the law of a day at a glance."""
    leading = next((measure for measure in library.measures.values() if _short(measure, library, "headline")), None)
    scale = _Scale(first=date(FIRST_YEAR, 1, 1), last=date.fromordinal(day.toordinal() + AHEAD))
    return LawFront(
        lead=None if leading is None else _lead(leading, library, day),
        groups=tuple(_groups(library, scale, "" if leading is None else territory_of(leading, library))),
        years=tuple((year, scale.place(date(year, 1, 1))) for year in range(FIRST_YEAR, scale.last.year + 1)),
        today=scale.place(day),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Days as places in per cent."""

    first: date
    last: date

    def place(self, day: date) -> float:
        return round(100 * (day - self.first).days / (self.last - self.first).days, 2)


def _short(measure: Measure, library: Library, kind: ShortKind) -> Text | None:
    row = short_text(library, measure.id, kind)
    return LawText(row.english) if row else None


# ---------------------------------------------------------------------- the measure that leads


def _lead(measure: Measure, library: Library, day: date) -> FrontLead:
    stage, _ = stage_on(measure, day)
    heads: Sequence[tuple[Text, ShortKind]] = (
        (message("law.front_what", "What"), "headline_what"),
        (message("law.front_whom", "For whom"), "headline_whom"),
        (message("law.front_bound", "Who is bound"), "headline_bound"),
    )
    points = [(head, text) for head, kind in heads if (text := _short(measure, library, kind)) is not None]
    if (named := _named(library, day, territory_of(measure, library))) is not None:
        points.append((message("law.front_by_name", "By name"), named))
    title = _short(measure, library, "headline") or plain_name(measure, library)
    if stage not in SHOWN:  # what a measure does is said of days on which it may do it
        points = []
        title = message(
            "law.front_title_then",
            "{measure}: {stage} on {day}",
            measure=CapitalText(plain_name(measure, library)),
            stage=stage.words,
            day=quantity("day", day),
        )
    return FrontLead(
        measure=str(measure.id),
        title=title,
        state=_state(measure, stage, day, library.horizon),
        stage=str(stage),
        points=tuple(points),
    )


def _state(measure: Measure, stage: Stage, day: date, horizon: date) -> Text:
    if stage is Stage.IN_FORCE:
        since = next(
            (span.first for span in reversed(stages_of(measure, measure.effective, day)) if span.stage is stage), day
        )
        count = str((day - since).days + 1)
        if day > horizon:
            return message(
                "law.front_as_read",
                "In force since {since} · day {n}, as last read on {horizon}",
                since=quantity("day", since),
                n=count,
                horizon=quantity("day", horizon),
            )
        return message("law.front_in_force", "In force since {since} · day {n}", since=quantity("day", since), n=count)
    return message("law.front_other_stage", "On this day: {stage}", stage=stage.words)


def _named(library: Library, day: date, territory: str) -> Text | None:
    """Count the parties of the territory that measures name on the day, by what follows."""
    counts = dict.fromkeys(("ban", "licence"), 0)
    for measure in library.measures.values():
        if measure.kind == LISTING and territory_of(measure, library) == territory:
            lists = {name for part in walk(measure.subject) if isinstance(part, Listed) for name in part.lists}
            counts[kind_of(measure)] += sum(is_named(party, day) for party in library.entries if party.list in lists)
    if not any(counts.values()):
        return None
    return message(
        "law.front_named",
        "{barred} may get no dual-use item, unless specially approved; {watched} more need an individual licence",
        barred=counted("law.front_bodies", "{n} body", "{n} bodies", n=counts["ban"]),
        watched=str(counts["licence"]),
    )


def is_named(party: ListedParty, day: date) -> bool:
    """Tell whether a party stands on its list on a day."""
    return (party.listed or day) <= day and (party.until is None or day <= party.until)


# ---------------------------------------------------------------------- bars


def _groups(library: Library, scale: _Scale, territory: str) -> Iterator[tuple[Text, tuple[FrontBar, ...]]]:
    groups: dict[str, list[FrontBar]] = {"place": [], "items": [], "general": [], "others": []}
    for measure in sorted(library.measures.values(), key=lambda measure: (measure.effective, measure.id)):
        bar = _bar(measure, library, scale)
        if bar is not None:
            groups[_group(measure, library, territory)].append(bar)
    heads = {
        "place": message(
            "law.front_group_place",
            "Against {place}",
            place=LawText(territory_names(library)["en"].get(territory, territory)),
        ),
        "items": message("law.front_group_items", "Materials and goods"),
        "general": message("law.front_group_general", "General law"),
        "others": message("law.front_group_others", "Other countries, and the rest"),
    }
    for name, bars in groups.items():
        if bars:
            yield heads[name], tuple(bars)


def _group(measure: Measure, library: Library, territory: str) -> str:
    if territory and territory_of(measure, library) == territory:
        return "place"
    if measure.kind in ITEMS:
        return "items"
    return "general" if measure.kind in GENERAL else "others"


def _bar(measure: Measure, library: Library, scale: _Scale) -> FrontBar | None:
    """Draw what a measure brought under control, also once another measure absorbed it; None if nothing is to draw."""
    stages = list(_stages(measure, library, scale))
    spans = [
        FrontSpan(
            stage=str(stage),
            start=scale.place(first),
            width=round(scale.place(last) - scale.place(first), 2),
            absorbed=absorbed,
        )
        for (stage, absorbed), first, last in stages
    ]
    if not spans:
        return None
    return FrontBar(
        measure=str(measure.id),
        name=CapitalText(plain_name(measure, library)),
        kind=kind_of(measure),
        spans=tuple(spans),
        says=joined(
            [
                message(
                    "law.front_from_to",
                    "{stage} from {first} to {last}",
                    stage=_ABSORBED if absorbed else stage.words,
                    first=quantity("date", first),
                    last=quantity("date", last),
                )
                for (stage, absorbed), first, last in stages
            ],
            "semicolon",
        ),
    )


_ABSORBED: Final = message("law.front_absorbed", "no longer in force itself, in the dual-use list")


def _stages(measure: Measure, library: Library, scale: _Scale) -> Iterator[tuple[tuple[Stage, bool], date, date]]:
    """Go through the spans of the stages that have a bar, each with whether another measure has absorbed it by then."""
    absorbers = [relation.measure for relation in measure.relations if relation.kind == "absorbed_by"]
    days = {scale.first, *_begins(measure, scale)}
    for name in absorbers:
        if name in library.measures:
            days |= set(_begins(library.measures[name], scale))
    ordered = [*sorted(days), scale.last]
    last: tuple[tuple[Stage, bool], date, date] | None = None
    for first, until in pairwise(ordered):
        stage = stage_of_control(measure.id, library, first) or Stage.UNPUBLISHED
        part = stage, stage is not Stage.REPEALED and stage_on(measure, first)[0] is Stage.REPEALED
        if last is not None and last[0] == part:
            last = (part, last[1], until)
            continue
        if last is not None and last[0][0] in SHOWN:
            yield last
        last = (part, first, until)
    if last is not None and last[0][0] in SHOWN:
        yield last


def _begins(measure: Measure, scale: _Scale) -> Iterable[date]:
    return (span.first for span in stages_of(measure, scale.first, scale.last))


def kind_of(measure: Measure) -> str:
    """Tell the gravest that a measure does; one that lets goods go under an individual licence bars none for itself."""
    if measure.kind in GENERAL:
        return "general"
    effects = {clause.effect for clause in measure.clauses}
    if any(clause.level == "individual_licence" for clause in measure.clauses):
        return "licence"
    if Effect.PROHIBIT in effects and (measure.kind.endswith("-ban") or measure.kind == LISTING):
        return "ban"
    return "licence" if Effect.REQUIRE_LICENCE in effects else "general"
