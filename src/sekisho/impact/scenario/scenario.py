"""A scenario: what is cut, from when until when, by law or by assumption, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from sekisho.errors import Problem, ScenarioError
from sekisho.impact.engine.variants import Ceilings, Inventory, Rationing
from sekisho.impact.materials.balance import Allocation
from sekisho.impact.materials.figure import Figure
from sekisho.impact.materials.material import Rule
from sekisho.message import joined, message

ALL: Final = "all"
"""Stands for every material, or every field of use."""


class Propagation(StrEnum):
    """How far a loss travels from the sectors that lack a material."""

    NONE = "none"
    UPSTREAM = "upstream"
    FULL = "full"


class Employment(StrEnum):
    """How persons follow output: firms keep some whom they do not need, or persons fall by the same per cent."""

    HOARDING = "hoarding"
    PROPORTIONAL = "proportional"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumedCut:
    """A part of the seller's flow that stops because the scenario says so.

    Parameters
    ----------
    materials
        Ids or groups of materials, or ALL.
    share
        Share of the seller's flow that stops.
    since, until
        First and last day; None is the scenario's start, and open.
    fields
        Fields of use that are hit, or ALL.
    """

    materials: tuple[str, ...]
    share: Figure
    since: date | None = None
    until: date | None = None
    fields: tuple[str, ...] = (ALL,)
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalCut:
    """What the clauses of measures bar, or put under a licence.

    Parameters
    ----------
    measures
        Ids of the measures whose clauses count.
    since
        Day from which they bite; None is the day on which the first takes effect. The law is asked on the first day of
        the horizon on which they may bite, and on each on which one of them changes its state.
    until
        Last day, or None if it is open.
    new_licences
        Experiences after which licences go that the measures themselves require, by id; for each material the first
        that covers it counts. Licences for a material that none covers go without delay.
    standing_licences
        The same for licences that were required before; none if those go on as before.
    """

    measures: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    new_licences: tuple[str, ...] = ()
    standing_licences: tuple[str, ...] = ()
    because: str = ""


Cut = AssumedCut | LegalCut


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityLoss:
    """Plants of a sector that stand still for a while, or for good, whatever arrives.

    Parameters
    ----------
    share
        Share of the sector's capacity, 0 to 1; where several speak of one sector and day, they add up to 1 at most.
    since, until
        First and last day; None is the scenario's start, and open.
    """

    sector: str
    share: float
    since: date | None = None
    until: date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyResponse:
    """What is done about the cut.

    Parameters
    ----------
    public_release
        When the public stock is released; None keeps each material's own rule.
    release_day
        Day of release under `from_day`, counted from the first day on which a material is cut.
    allocation
        Who gets what still arrives.
    alternatives, thrift
        Factors on what other sellers deliver and on what users save: 1 as the sources say, 0 none.
    """

    public_release: Rule | None = None
    release_day: int = 0
    allocation: Allocation = Allocation.ADDRESSED
    alternatives: float = 1.0
    thrift: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookBranch:
    """One end that a story may take: a scenario, with the weight that somebody gives it."""

    scenario: str
    title: str
    weight: float
    because: str


class ChoiceBasis(StrEnum):
    """What a setting of a preset rests on.

    source: a figure that somebody stated. inferred: nothing else gives the published figure. window: accepted since it
    lies in the interval that the published estimates leave, so none of them tests it. free: another would do as well.
    """

    SOURCE = "source"
    INFERRED = "inferred"
    WINDOW = "window"
    FREE = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetChoice:
    """A setting of a preset that somebody chose.

    Parameters
    ----------
    setting
        An uncertain input that is fixed, or `cut`, `propagation` or `ceilings`.
    instead
        Another choice, with which the preset is run too; empty for none.
    """

    setting: str
    rests_on: ChoiceBasis
    because: str
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is asked of the model.

    Parameters
    ----------
    start
        First day of the horizon.
    months
        Length of the horizon.
    fixed
        Name of an uncertain input to what it is fixed at: low, central, high, or a number in its own unit.
    outcomes
        For an outlook, which has no cuts of its own: the scenarios that may come true.
    published
        For a preset: loss in per cent of annual GDP that was published, by months; what a run is compared with.
    rate
        For a preset: date of the rate of exchange that its publisher's own figures imply.
    stands_for
        Measure for which it is written, and which runs it when it is asked for by its id; the key `for` of a file.
    notes
        What is supposed, in sentences; printed with every result.
    house, own
        For a preset: who published it, and our own scenario of the same question.
    beside
        Another scenario of ours, whose published estimates stand beside this one: nobody published on this question.
    choices
        For a preset: its settings, and on what each rests.
    """

    id: str
    title: str
    because: str
    start: date
    months: int
    supplier: str = "CN"
    buyer: str = "JP"
    cuts: tuple[Cut, ...] = ()
    capacity: tuple[CapacityLoss, ...] = ()
    answers: PolicyResponse = field(default_factory=PolicyResponse)
    fixed: Mapping[str, str] = field(default_factory=dict)
    propagation: Propagation = Propagation.FULL
    rationing: Rationing = Rationing.CUSTOMARY
    inventory: Inventory = Inventory.PHYSICAL
    ceilings: Ceilings = Ceilings.MINIMUM
    employment: Employment = Employment.HOARDING
    outcomes: tuple[OutlookBranch, ...] = ()
    published: Mapping[int, float] = field(default_factory=dict)
    stands_for: str = ""
    rate: str = ""
    notes: tuple[str, ...] = ()
    house: str = ""
    own: str = ""
    beside: str = ""
    choices: tuple[PresetChoice, ...] = ()


def together(scenarios: Iterable[Scenario]) -> Scenario:
    """Put scenarios together: all their cuts, from the earliest start; what is done about them must agree.

    Raises
    ------
    ScenarioError
        If one is an outlook, or two differ in what is done, in what is fixed, in seller or in buyer.
    """
    first, *rest = scenarios
    problems = []
    for other in rest:
        for name in ("supplier", "buyer", "answers", "propagation", "rationing", "inventory", "ceilings", "employment"):
            one, two = getattr(first, name), getattr(other, name)
            if one != two:
                what = message(
                    "impact.differ_in", "'{id}' and '{other}' differ in {name}.", id=first.id, other=other.id, name=name
                )
                problems.append(
                    Problem(
                        where=other.id,
                        what=what,
                        remedy=message("impact.run_apart", "Run them apart, or write one scenario."),
                    )
                )
        for name in sorted(set(first.fixed) & set(other.fixed)):
            if first.fixed[name] != other.fixed[name]:
                what = message(
                    "impact.fix_at",
                    "'{id}' and '{other}' fix '{name}' at {value} and {other_value}.",
                    id=first.id,
                    other=other.id,
                    name=name,
                    value=str(first.fixed[name]),
                    other_value=str(other.fixed[name]),
                )
                problems.append(
                    Problem(
                        where=other.id,
                        what=what,
                        remedy=message("impact.run_apart", "Run them apart, or write one scenario."),
                    )
                )
    outlooks = [each for each in (first, *rest) if rest and each.outcomes]
    problems += [
        Problem(
            where=each.id,
            what=message("impact.is_outlook", "is an outlook."),
            remedy=message("impact.outlook_alone", "An outlook is run alone."),
        )
        for each in outlooks
    ]
    if problems:
        raise ScenarioError(problems)
    whole = first
    for other in rest:
        whole = replace(
            whole,
            id=f"{whole.id}+{other.id}",
            title=joined([whole.title, other.title], "semicolon"),
            because=joined([whole.because, other.because], "semicolon"),
            start=min(whole.start, other.start),
            months=max(whole.months, other.months),
            cuts=whole.cuts + other.cuts,
            capacity=whole.capacity + other.capacity,
            fixed={**whole.fixed, **other.fixed},
            published={},
            rate="",
            house="",
            own="",
            beside="",
            choices=(),
            notes=tuple(dict.fromkeys(whole.notes + other.notes)),
        )
    return whole
