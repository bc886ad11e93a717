"""From a published figure to ours in five bars: what each group of settings does, switched over one after the other.

The settings of a preset are exchanged for those of our own scenario in a fixed order, with the same draws. Another
order would share the way out otherwise, since settings act together; the whole way is the same in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sekisho.impact.engine.variants import Ceilings
from sekisho.impact.scenario.scenario import AssumedCut, Cut, PresetChoice, Propagation, Scenario
from sekisho.impact.uncertainty.draws import WITHOUT_LAW, SpreadCause

BRIDGED: Final = 32
"""Draws of each step: the first, which are balanced among themselves. Each step is a run of its own, and the middle of
so few draws strays by a tenth or so of itself; the steps share their draws, so the bars stray less."""
BRIDGED_FROM: Final = 128
"""Draws from which a bridge is built: in a run of fewer it would cost more than the run."""
CHOSEN: Final = 16
"""Draws with which another choice of a preset is run: where every input is fixed, all of them find the same."""


class BridgeBar(StrEnum):
    """What is switched over, in this order; `base` is what stands between a figure and its preset before any switch."""

    BASE = "base"
    STOCKS = "stocks"
    SUBSTITUTION = "substitution"
    LINKS = "links"
    CUT = "cut"
    REST = "rest"


GROUPS: Final[Mapping[SpreadCause, BridgeBar]] = {
    SpreadCause.STOCKS: BridgeBar.STOCKS,
    SpreadCause.SUBSTITUTION: BridgeBar.SUBSTITUTION,
    SpreadCause.NETWORK: BridgeBar.LINKS,
    SpreadCause.EXIT: BridgeBar.LINKS,
    SpreadCause.DEPENDENCE: BridgeBar.CUT,
    SpreadCause.SIZE: BridgeBar.CUT,
    SpreadCause.APPLICATION: BridgeBar.CUT,
    SpreadCause.SHARE: BridgeBar.REST,
}
"""Bar to which an uncertain input belongs, by the cause to which its spread is counted."""
POSTPONED: Final = "postponed"
"""Share of final demand that waits, which is no column of the draws; it belongs to the links."""
SWITCHED: Final = (BridgeBar.STOCKS, BridgeBar.SUBSTITUTION, BridgeBar.LINKS, BridgeBar.CUT)

Run = Callable[[Scenario, int], float]
"""Runs the first draws of a scenario; returns the middle of their losses, in per cent of annual GDP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseBridge:
    """The way from a published figure to ours.

    Parameters
    ----------
    house, preset
        Who published it, and the preset of its assumptions.
    own
        Id of our scenario of the same question.
    published, ours
        In per cent of annual GDP; ours is the middle of the draws of the steps.
    bars
        What each step adds. They add up to `ours - published`.
    draws
        Of each step.
    """

    house: str
    preset: str
    own: str
    published: float
    ours: float
    bars: Mapping[BridgeBar, float]
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOutcome:
    """A choice of a preset, with what another would give.

    Parameters
    ----------
    chosen
        What the preset says.
    percent
        Loss with the other choice, in per cent of annual GDP; None where no other is named.
    """

    choice: PresetChoice
    chosen: str
    percent: float | None


def bar_of(name: str) -> BridgeBar:
    """Return the bar to which an input that a scenario may fix belongs.

    >>> bar_of("firm_stock"), bar_of("phi"), bar_of("postponed")
    (<BridgeBar.STOCKS: 'stocks'>, <BridgeBar.REST: 'rest'>, <BridgeBar.LINKS: 'links'>)
    """
    return BridgeBar.LINKS if name == POSTPONED else GROUPS[WITHOUT_LAW[name]]


def switched(preset: Scenario, own: Scenario, bars: frozenset[BridgeBar]) -> Scenario:
    """Return a preset with the settings of some bars taken from our own scenario."""
    names = {*preset.fixed, *own.fixed}
    fixed = {
        name: source.fixed[name]
        for name in sorted(names)
        if name in (source := own if bar_of(name) in bars else preset).fixed
    }
    stocks, substitution, links, cut = (
        own if bar in bars else preset
        for bar in (BridgeBar.STOCKS, BridgeBar.SUBSTITUTION, BridgeBar.LINKS, BridgeBar.CUT)
    )
    answers = replace(
        preset.answers,
        public_release=stocks.answers.public_release,
        release_day=stocks.answers.release_day,
        allocation=stocks.answers.allocation,
        alternatives=substitution.answers.alternatives,
        thrift=substitution.answers.thrift,
    )
    return replace(
        preset,
        fixed=fixed,
        answers=answers,
        propagation=links.propagation,
        rationing=links.rationing,
        inventory=links.inventory,
        cuts=cut.cuts,
        capacity=cut.capacity,
    )


def house_bridge(preset: Scenario, own: Scenario, run: Run, count: int = BRIDGED) -> HouseBridge | None:
    """Build the way from what a house published to ours; None where nothing was published of these months."""
    published = preset.published.get(preset.months)
    if published is None:
        return None
    own = replace(own, start=preset.start, months=preset.months)
    losses = [published, run(preset, count)]
    done: frozenset[BridgeBar] = frozenset()
    for bar in SWITCHED:
        before, done = switched(preset, own, done), done | {bar}
        after = switched(preset, own, done)
        losses.append(losses[-1] if after == before else run(after, count))
    losses.append(run(own, count))
    bars = {bar: after - before for bar, before, after in zip(BridgeBar, losses[:-1], losses[1:], strict=True)}
    return HouseBridge(
        house=preset.house,
        preset=preset.id,
        own=own.id,
        published=published,
        ours=losses[-1],
        bars=bars,
        draws=count,
    )


def choice_outcomes(preset: Scenario, run: Run) -> tuple[ChoiceOutcome, ...]:
    """Run a preset with each other choice that it names, one at a time."""
    return tuple(
        ChoiceOutcome(
            choice=choice,
            chosen=setting_of(preset, choice.setting),
            percent=run(chosen_otherwise(preset, choice), CHOSEN) if choice.instead else None,
        )
        for choice in preset.choices
    )


def setting_of(preset: Scenario, name: str) -> str:
    """Return what a preset says of a setting."""
    match name:
        case "cut":
            shares = [cut.share.central for cut in preset.cuts if isinstance(cut, AssumedCut)]
            return f"{shares[0]:g}" if shares else ""
        case "propagation" | "ceilings":
            return str(getattr(preset, name))
        case _:
            return preset.fixed.get(name, "")


def chosen_otherwise(preset: Scenario, choice: PresetChoice) -> Scenario:
    """Return a preset with one of its settings as its choice names it instead."""
    match choice.setting:
        case "cut":
            share = float(choice.instead)
            cuts: tuple[Cut, ...] = tuple(
                replace(cut, share=replace(cut.share, low=share, central=share, high=share))
                if isinstance(cut, AssumedCut)
                else cut
                for cut in preset.cuts
            )
            return replace(preset, cuts=cuts)
        case "propagation":
            return replace(preset, propagation=Propagation(choice.instead))
        case "ceilings":
            return replace(preset, ceilings=Ceilings(choice.instead))
        case _:
            return replace(preset, fixed={**preset.fixed, choice.setting: choice.instead})
