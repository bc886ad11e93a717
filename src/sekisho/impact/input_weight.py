"""Why a loss is what it is: one uncertain input at its low, centre and high, and each figure behind it moved alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from sekisho.i18n.names import value_phrase
from sekisho.impact.economy.input_proofs import input_proofs, proof_of
from sekisho.impact.engine import Switches
from sekisho.impact.materials.figure import Array, Figure
from sekisho.impact.materials.front_loading import stock_ahead
from sekisho.impact.materials.practice import licences_of
from sekisho.impact.model import FOLLOWS, Model
from sekisho.impact.results.bands import band
from sekisho.impact.results.judged_input import NO_LABEL, FigureEffect, JudgedInput
from sekisho.impact.results.result import PERCENT, ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.run_setup import postponed_share, shock_for, switches_of
from sekisho.impact.scenario.scenario import AssumedCut, LegalCut
from sekisho.impact.scenario_run import ScenarioRun
from sekisho.impact.shock.form_cuts import SEGMENT_COLUMNS
from sekisho.impact.shock.segments import FIELD
from sekisho.impact.shock.shock import Shock
from sekisho.impact.shock.standing import own_column
from sekisho.impact.uncertainty.draws import draw, middle
from sekisho.impact.uncertainty.input_names import input_name
from sekisho.impact.uncertainty.levels import COLUMN_OF
from sekisho.impact.uncertainty.overrides import LEVELS
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.message import LawText, Text

PHI: Final = "phi"
ENDS: Final = (LEVELS[0], LEVELS[-1])
"""The two ends at which an input may stand."""
WEIGHED: Final = 64
"""Draws at each level of the input: the first of the run, which are balanced among themselves."""
MOVED: Final = 24
"""Figures that are moved alone, at both of their ends: those that can move most. More would hardly show."""
SHOWN: Final = 12
"""Figures that are told of: those that moved the loss most."""
STILL: Final = 1e-9
"""Per cent of GDP below which a figure does not move the loss."""
HIT: Final = 0.005
"""Mean share of a month's imports from the seller that a material has to lose for its figures to matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Behind:
    """A figure behind an input.

    Parameters
    ----------
    place
        Its column among the figures of its name; -1 for one that cannot be moved apart from the others of its input.
    could_move
        By what it is put in order before anything is run: how far it reaches times what hangs on it.
    """

    name: str
    material: str
    sector: str
    figure: Figure
    place: int
    could_move: float
    label: Text = NO_LABEL


def weigh_input(result: ImpactResult, library: Library, model: Model, settings: RunSettings, name: str) -> JudgedInput:
    """Say what an input does to a loss that was found.

    Parameters
    ----------
    name
        A column of the draws.
    """
    scenario, horizon, reading = result.scenario, result.horizon, result.reading
    shock = shock_for(scenario, horizon, library, model, settings)
    runner = ScenarioRun(model=model, shock=shock, draws=draw(result.draws, result.seed), settings=settings)
    switches = switches_of(scenario, postponed_share(model, scenario, horizon.months))
    count = min(WEIGHED, result.draws)

    def at(level: str) -> Array:
        fixed = replace(scenario, fixed={**scenario.fixed, name: level})
        losses: Array = replace(runner, shock=replace(shock, scenario=fixed)).losses(reading, switches, count) * PERCENT
        return losses

    low, central, high = (band(at(level)) for level in LEVELS)
    behind = [*_figures(result, model, name), *_together(shock, model, name)]
    moving = sorted((figure for figure in behind if figure.could_move), key=lambda figure: -figure.could_move)[:MOVED]
    alone = partial(runner.losses_apart, reading=reading, switches=switches)
    ends = _ends(moving, behind, alone) * PERCENT
    proofs = input_proofs(library)
    apart_from = [figure for figure in behind if figure.place < 0]
    only = behind == apart_from and len(behind) == 1
    alone_ends = [_at_middle(runner, name, level, switches) for level in ENDS] if only else [None, None]
    effects = [
        FigureEffect(
            material=figure.material,
            sector=figure.sector,
            name=figure.name,
            figure=figure.figure,
            at_low=float(ends[number, 0]),
            at_high=float(ends[number, 1]),
            proof=proof_of(proofs, name, figure.material, figure.sector),
        )
        for number, figure in enumerate(moving)
    ]
    return JudgedInput(
        name=name,
        share=result.spread.columns.get(name) if result.spread.shares else None,
        low=low,
        central=central,
        high=high,
        middle=float(alone({}, 1)[0]) * PERCENT,
        effects=(
            *sorted((effect for effect in effects if effect.reach > STILL), key=lambda effect: -effect.reach)[:SHOWN],
            *(
                FigureEffect(
                    material=figure.material,
                    sector=figure.sector,
                    name=figure.name,
                    figure=figure.figure,
                    at_low=alone_ends[0],
                    at_high=alone_ends[1],
                    proof=proof_of(proofs, name, figure.material, figure.sector),
                    label=figure.label,
                )
                for figure in apart_from[:SHOWN]
            ),
        ),
        figures=len(behind),
        weak=sum(figure.figure.is_weak for figure in behind),
        tested=sum(proof_of(proofs, name, figure.material, figure.sector) is not None for figure in behind),
        draws=count,
    )


def _ends(moving: Sequence[_Behind], behind: Sequence[_Behind], alone: partial[Array]) -> Array:
    """Run each figure at its low and its high, everything else at its middle; shape (figures, 2)."""
    if not moving:
        return np.zeros((0, 2))
    apart: dict[str, Array] = {}
    for name in {figure.name for figure in moving}:
        width = 1 + max(figure.place for figure in behind if figure.name == name)
        apart[name] = np.full((2 * len(moving), width), 0.5)
    for number, figure in enumerate(moving):
        apart[figure.name][2 * number, figure.place] = 0.0
        apart[figure.name][2 * number + 1, figure.place] = 1.0
    ends: Array = alone(apart, 2 * len(moving)).reshape(-1, 2)
    return ends


def _figures(result: ImpactResult, model: Model, name: str) -> list[_Behind]:
    """Return the figures behind an input: of materials, of their uses, or of the model."""
    flows = result.flows[result.reading]
    usual = np.maximum(flows.dependence[:, None, :], 1e-9)
    missing = np.clip(1.0 - flows.seller / usual, 0.0, 1.0).mean(axis=0).max(axis=0)
    hit = dict(zip(flows.materials, missing.tolist(), strict=True))
    weight = (result.annual / result.annual.sum()).tolist()
    if name == PHI:
        codes = [sector.code for sector in result.sectors]
        return [
            _Behind(
                name=PHI,
                material=str(use.material),
                sector=codes[at],
                figure=use.phi,
                place=place,
                could_move=(use.phi.high - use.phi.low) * weight[at] * _counts(hit[str(use.material)]),
            )
            for place, (use, at) in enumerate(zip(model.pairs.uses, model.pairs.sector.tolist(), strict=True))
        ]
    return [
        _Behind(
            name=figure,
            material=str(material.id),
            sector="",
            figure=material.figures[figure],
            place=place,
            could_move=_counts(hit[str(material.id)]) * (1.0 + hit[str(material.id)]),
        )
        for figure, (column, _) in FOLLOWS.items()
        if column == name
        for place, material in enumerate(model.pairs.materials)
    ]


def _together(shock: Shock, model: Model, name: str) -> list[_Behind]:
    """Return the figures of an input that cannot be moved apart: numbers of the model, of trade, and of licences."""
    figures = [
        (input_name(prior), prior, "", figure)
        for prior, figure in model.priors.items()
        if COLUMN_OF.get(prior, prior) == name
    ]
    figures += [
        (input_name("severity"), "severity", "", cut.share)
        for cut in shock.scenario.cuts
        if name == "severity" and isinstance(cut, AssumedCut)
    ]
    if name == "front_loading":
        figures += [
            (NO_LABEL, name, str(material.id), days)
            for material in model.pairs.materials
            if (days := stock_ahead(shock.bought, material, shock.weights(material), shock.scenario.start)) is not None
        ]
    if shock.lawful:
        figures += [
            (value_phrase(FactName(FIELD), segment.field), "share", "", segment.share)
            for segment in shock.segments
            if segment.share is not None and SEGMENT_COLUMNS.get(segment.sort) == name
        ]
        figures += _of_licences(shock, model, name)
    behind = (
        _Behind(
            name=figure_name,
            material=material,
            sector="",
            figure=figure,
            place=-1,
            could_move=0.0,
            label=label,
        )
        for label, figure_name, material, figure in figures
    )
    return [*behind]


def _of_licences(shock: Shock, model: Model, name: str) -> list[tuple[Text, str, str, Figure]]:
    """Return how licences went: what was approved under the regime of a material, and the experiences that count."""
    cuts = [cut for cut in shock.scenario.cuts if isinstance(cut, LegalCut)]
    figures: list[tuple[Text, str, str, Figure]] = []
    for licence in dict.fromkeys(name for cut in cuts for name in cut.new_licences):
        experience = shock.experience(licence)
        outcomes = {"licence_delay": experience.delay_days, "licence_release": experience.released_share}
        figures += [(LawText(experience.title), name, "", outcomes[name])] if name in outcomes else []
    if any(cut.standing_licences for cut in cuts):
        for material in model.pairs.materials:
            practice = licences_of(shock.practice, str(material.id), shock.scenario.buyer, shock.scenario.start)
            if practice is not None and own_column(shock.practice, practice) == name:
                # the reason of a phase is the id of its regime, which tells nobody anything
                figures.append((NO_LABEL, "approved", str(material.id), replace(practice.approved, reason="")))
    return figures


def _at_middle(runner: ScenarioRun, name: str, level: str, switches: Switches) -> float:
    """Run the draw in which all else stands at its middle, with an input at one end; % of annual GDP."""
    scenario = runner.shock.scenario
    fixed = replace(scenario, fixed={**scenario.fixed, name: level})
    moved = replace(runner, draws=middle(), shock=replace(runner.shock, scenario=fixed))
    return float(moved.losses(runner.settings.reading, switches, 1)[0]) * PERCENT


def _counts(missing: float) -> float:
    """Whether figures of a material matter at all: not where nothing of it is missing."""
    return missing if missing >= HIT else 0.0
