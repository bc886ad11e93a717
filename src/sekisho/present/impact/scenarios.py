"""The scenarios and presets that can be run, listed."""

from __future__ import annotations

from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.impact.scenario.scenario import LegalCut, Scenario
from sekisho.impact.scenario.scenario_reader import find_scenario, scenario_names
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.present.render.terminal import DEFAULT_WIDTH, table

KINDS: Final = {
    "outlook": message("impact.kind_outlook", "outlook"),
    "preset": message("impact.kind_preset", "preset"),
    "by law": message("impact.kind_by_law", "by law"),
    "supposed": message("impact.kind_supposed", "supposed"),
}


def scenarios_text(
    library: Library,
    *,
    width: int = DEFAULT_WIDTH,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> list[str]:
    """List them for people."""
    say = translator.say
    found = [find_scenario(library, name) for name in scenario_names(library)]
    return [
        *table([(one.id, say(KINDS[kind_of(one)]), say(one.title)) for one in found], width=width),
        "",
        say(message("impact.by_measure", "Any measure can be run by its id too: `sekisho measures` lists them.")),
    ]


def scenarios_data(library: Library) -> list[dict[str, object]]:
    """List them as plain data."""
    found = (find_scenario(library, name) for name in scenario_names(library))
    return [
        {
            "name": one.id,
            "kind": kind_of(one),
            "title": one.title,
            "start": one.start.isoformat(),
            "months": one.months,
            "because": one.because,
        }
        for one in found
    ]


def kind_of(one: Scenario) -> str:
    """Name the kind of a scenario: outlook, preset, by law, or supposed."""
    if one.outcomes:
        return "outlook"
    if one.published:
        return "preset"
    return "by law" if any(isinstance(cut, LegalCut) for cut in one.cuts) else "supposed"
