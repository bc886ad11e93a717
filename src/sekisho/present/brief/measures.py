"""The measures of a day in half a screen: those on Japan with their state, the others named as far as they fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.i18n.names import plain_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.dates.calendar import APPLIES, Stage
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.message import CapitalText, Text, and_more, counted, joined, message
from sekisho.present.document import Brief, BriefPart
from sekisho.present.law.encoding_state import measures_of
from sekisho.present.law.item_outcomes import japan_first
from sekisho.present.law.measures import none_in_force, state_says
from sekisho.present.render.brief_layout import WIDTH, margin_of, screen, spoken
from sekisho.present.render.terminal import Ink

LABELS: Final[Mapping[str, Text]] = {
    "japan": message("law.label_moved", "Japan"),
    "others": message("law.label_others", "In force"),
    str(Stage.SUSPENDED): message("law.label_suspended", "Suspended"),
    str(Stage.UNKNOWN): message("law.label_unknown", "Unknown"),
    str(Stage.PUBLISHED): message("law.label_ahead", "To come"),
    "next": message("brief.label_next", "Next"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What stands beside the parts; the verdict has no label."""
NAMED: Final = (8, 6, 4, 3, 2, 1)
"""Measures that a sentence names, as many as fit; the others are counted."""
States = Sequence[tuple[Measure, Stage, Text]]


def measures_lines(library: Library, day: date, *, only_in_force: bool, language: str, width: int) -> list[str]:
    """Tell the measures of a day in at most `MOST` lines of `WIDTH` cells; in more on a narrower terminal."""
    say = teller_of(library, language).translator.say
    states = [(measure, *state_says(measure, day, library)) for measure in library.measures.values()]
    shown = [state for state in states if state[1] in APPLIES or not only_in_force]
    if not shown:
        return [say(none_in_force(library, day))]
    margin = margin_of(say, LABELS.values())
    parts = spoken(measures_brief(shown, library, day), say, margin)
    return screen(parts, ink=Ink.BOLD, margin=margin, width=min(width, WIDTH))


def measures_brief(states: States, library: Library, day: date) -> Brief:
    """Return the measures of a day in few lines: those on Japan as they began, the others the newest first."""
    newest = sorted(states, key=lambda state: state[0].effective, reverse=True)
    on_japan = [state for state in newest if japan_first(state[0].id, library) == 0 and state[1] is not Stage.REPEALED]
    rest = [state for state in newest if state not in on_japan]
    by_stage = {
        stage: [measure for measure, at, _ in rest if at is stage]
        for stage in (Stage.IN_FORCE, Stage.SUSPENDED, Stage.UNKNOWN, Stage.PUBLISHED)
    }
    rows = tuple((_name(measure, library), says) for measure, _, says in reversed(on_japan))
    parts = [
        BriefPart(wordings=(_verdict(states, day),), lines=2),
        BriefPart(label=LABELS["japan"], rows=rows, spare=tuple(range(len(rows) - 1, 0, -1))),
        BriefPart(label=LABELS["others"], wordings=_named(by_stage.pop(Stage.IN_FORCE), library), lines=3),
        *(
            BriefPart(label=LABELS[str(stage)], wordings=_named(measures, library), lines=2)
            for stage, measures in by_stage.items()
        ),
        BriefPart(
            label=LABELS["next"],
            wordings=(message("law.brief_show_one", "Read one: `sekisho show ID`. The ids and titles: --full"),),
        ),
        BriefPart(
            label=LABELS["scope"],
            wordings=(
                message(
                    "law.brief_scope",
                    "Sources read to {day}; later law is not known. --full",
                    day=quantity("short_day", library.horizon),
                ),
            ),
        ),
    ]
    return Brief(headline="", parts=tuple(part for part in parts if part.rows or any(part.wordings)))


def _verdict(states: States, day: date) -> Text:
    """Count the measures by their state on the day."""
    number = Counter(stage for _, stage, _ in states)
    by_stage = [
        message("law.brief_stage", "{n} {stage}", n=number[stage], stage=stage.words)
        for stage in Stage
        if number[stage]
    ]
    return message(
        "law.brief_measures",
        "{measures} on {day}: {stages}",
        measures=measures_of(len(states)),
        day=quantity("short_day", day),
        stages=joined(by_stage, "comma"),
    )


def _name(measure: Measure, library: Library) -> Text:
    return CapitalText(plain_name(measure, library))


def _named(measures: Sequence[Measure], library: Library) -> tuple[Text, ...]:
    """Name measures, ever fewer of them; the last wording counts them."""
    names = [plain_name(measure, library) for measure in measures]
    if not names:
        return ()
    number = counted("law.brief_measures_named", "{n} measure.", "{n} measures.", n=len(names))
    some = [and_more(names[:most], len(names) - most) for most in NAMED if most < len(names)]
    whole = [joined(names, "comma")] if len(names) <= NAMED[0] else []
    return (*map(CapitalText, [*whole, *some]), number)
