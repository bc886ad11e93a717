"""What can be costed: the measures, scenarios, presets and outlooks that the loaded data packages bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from typing import Final

from sekisho.determination.line.determination import determine
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Effect, Measure
from sekisho.trade.transaction import Line
from sekisho.web.response import Page

NEEDED: Final = ("numpy", "scipy", "altair", "vl_convert")
"""Modules of the extra `economy`."""
INSTALL: Final = "pip install 'sekisho[web]'"
CIVIL_USER: Final = "Example Civil Works"
"""Stands for a buyer that is on no list."""
BITES: Final = frozenset({Effect.PROHIBIT, Effect.REQUIRE_LICENCE})
KINDS: Final = ("by law", "supposed", "preset", "outlook", "measure")
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """Something that can be costed.

    Parameters
    ----------
    name
        By which it is asked for: the id of a measure, or the name of a scenario.
    titles
        By language; English always.
    because
        Why it is as it is, in English; empty for a measure.
    start, months
        The horizon that it has by itself.
    """

    name: str
    kind: str
    titles: Mapping[str, str]
    because: str
    start: date
    months: int
    stands_for: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "name": self.name,
            "kind": self.kind,
            "title": self.titles["en"],
            "because": self.because,
            "start": self.start.isoformat(),
            "months": self.months,
        }


def not_installed(title: str, lacking: tuple[str, ...]) -> Page:
    """Return the page that says what to install."""
    return Page(
        template="impact_absent.html",
        title=title,
        context={"lacking": lacking, "install": INSTALL},
        data=lambda: {"absent": list(lacking), "install": INSTALL},
        personal=True,
    )


@cache
def absent() -> tuple[str, ...]:
    """Name the modules that a cost needs and that are not installed, as they were when it was first asked."""
    return tuple(name for name in NEEDED if find_spec(name) is None)


@cached_per_library
def offers(library: Library) -> tuple[CatalogueEntry, ...]:
    """Return all that can be costed, kind by kind; a measure for which a scenario is written stands once.

    Measures are those whose clauses bite on goods of a material on file, on their way from its seller to its importer
    for a civil user: those that list firms alone hang on who buys, which statistics of trade do not tell.
    """
    found = [*_scenarios(library), *_measures(library)]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.name)))


def offer_of(library: Library, measure: str) -> CatalogueEntry | None:
    """Return what costs a measure: the scenario written for it, or the measure itself; None if nothing does."""
    found = offers(library)
    written = next((one for one in found if one.stands_for == measure), None)
    return written or next((one for one in found if one.name == measure), None)


def _scenarios(library: Library) -> list[CatalogueEntry]:
    from sekisho.impact.scenario.scenario_reader import find_scenario, scenario_names
    from sekisho.present.impact.scenarios import kind_of

    every = [find_scenario(library, name) for name in scenario_names(library)]
    return [
        CatalogueEntry(
            name=one.id,
            kind=kind_of(one),
            titles={"en": one.title},
            because=one.because,
            start=one.start,
            months=one.months,
            stands_for=one.stands_for,
        )
        for one in every
    ]


def _measures(library: Library) -> list[CatalogueEntry]:
    from sekisho.impact.scenario.resolution import A_YEAR

    written = {one.stands_for for one in _scenarios(library)}
    return [
        CatalogueEntry(
            name=str(one.id),
            kind="measure",
            titles={"en": str(one.id), **one.title},
            because="",
            start=one.effective,
            months=A_YEAR,
        )
        for one in library.measures.values()
        if one.id not in written and _bites(one, library)
    ]


def _bites(measure: Measure, library: Library) -> bool:
    """Tell whether a clause of a measure bears on a material on the day on which the measure takes effect."""
    from sekisho.impact.materials.package_materials import materials_and_uses

    own = {clause.id for clause in measure.clauses if _restricts(clause)}
    if not own:
        return False
    materials, _ = materials_and_uses(library)
    for codes in dict.fromkeys(tuple(sorted(one.control_codes)) for one in materials.items if one.control_codes):
        line = Line(
            movement="export",
            departure=materials.seller,
            origin=materials.seller,
            destination=materials.importer,
            end_user_territory=materials.importer,
            end_user=CIVIL_USER,
            control_codes=list(codes),
            knowledge_of_risk=False,
        )
        answer = determine(line, library, as_of=measure.effective)
        if own & {*answer.decisive, *answer.open}:
            return True
    return False


def _restricts(clause: Clause) -> bool:
    return clause.effect in BITES
