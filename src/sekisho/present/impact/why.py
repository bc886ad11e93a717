"""What one judged input does to a loss, told: at its ends, with the figures behind it and what tested them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.impact.economy.input_proofs import ProofKind
from sekisho.impact.economy.sources import JUDGEMENT
from sekisho.impact.materials.figure import Figure
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.judged_input import FigureEffect, JudgedInput
from sekisho.impact.results.result import ImpactResult
from sekisho.message import Text, joined, message
from sekisho.present.document import NOTHING, Part, Table, paragraph
from sekisho.present.impact.account_data import rounded
from sekisho.present.impact.bridge import setting_name
from sekisho.present.impact.names import law_text, material_name, sector_label
from sekisho.present.impact.quantities import BAND_HEADS, mean_percent, percent, percents, share
from sekisho.present.render.line_breaks import flow
from sekisho.present.render.terminal import table

WHY_HEAD: Final = message("impact.why_head", "What a judged number does")
TESTED: Final[Mapping[ProofKind, Text]] = {
    ProofKind.NOTHING: message("impact.tested_by_nothing", "nothing"),
    ProofKind.WINDOW: message("impact.tested_by_window", "window of the estimates"),
    ProofKind.PRESET: message("impact.tested_by_preset", "preset"),
    ProofKind.BACK_TEST: message("impact.tested_by_back_test", "back-test"),
}
"""What has tested a figure, in words."""
LEVEL: Final = message("impact.why_level", "it stands at its")
LOW: Final = message("impact.why_low", "low")
CENTRE: Final = message("impact.why_centre", "centre")
HIGH: Final = message("impact.why_high", "high")
FIGURE: Final = message("impact.why_figure", "figure")


def why_sentence(result: ImpactResult) -> Text | None:
    """Say what an input does to the loss in two or three sentences; None if nobody asked."""
    why = result.why
    if why is None:
        return None
    name = setting_name(why.name)
    alone = (
        message("impact.why_no_spread", "Nothing spreads, so no share of it is this input's.")
        if why.share is None
        else message("impact.why_share", "Alone it makes up {share} of the spread.", share=share(why.share))
    )
    reads = message(
        "impact.why_reads",
        "{name}: with it at its low the mean loss is {low} % of a year's GDP, at its centre {central} %, at its "
        "high {high} %.",
        name=name,
        low=mean_percent(why.low),
        central=mean_percent(why.central),
        high=mean_percent(why.high),
    )
    rests = message(
        "impact.why_rests",
        "Figures behind it: {figures}. On judgement or a weak source: {weak}. Tested by something: {tested}.",
        figures=why.figures,
        weak=why.weak,
        tested=why.tested,
    )
    return joined([reads, alone, rests], "sentence")


def level_table(result: ImpactResult) -> Table | None:
    """Return the loss at each level of the input."""
    why = result.why
    if why is None:
        return None
    rows = ((LOW, why.low), (CENTRE, why.central), (HIGH, why.high))
    return Table(
        caption=message(
            "impact.why_levels",
            "Loss, % of a year's GDP, with the input at one level and all else drawn; the same {draws} runs",
            draws=why.draws,
        ),
        heads=(LEVEL, *BAND_HEADS),
        rows=tuple((level, *percents(band)) for level, band in rows),
    )


def effects_of_figures(result: ImpactResult) -> Table | None:
    """Return the figures behind the input, each moved alone; None where it has none that can be moved so."""
    why = result.why
    if why is None or not why.effects:
        return None
    names = {sector.code: sector.name for sector in result.sectors}
    together = all(effect.at_low is None for effect in why.effects)
    return Table(
        caption=message(
            "impact.why_effects_together",
            "Its figures at low, centre and high; one draw moves all of them, so none is moved alone",
        )
        if together
        else message(
            "impact.why_effects",
            "Its figures at low, centre and high, each moved alone with all else at its middle, where {middle} % of a "
            "year's GDP is lost",
            middle=percent(why.middle),
        ),
        heads=(
            FIGURE,
            message("impact.why_band", "low, centre, high"),
            message("impact.why_at_low", "loss at its low, %"),
            message("impact.why_at_high", "at its high, %"),
            message("impact.why_tested", "tested by"),
            message("impact.why_source", "source"),
            message("impact.why_reason", "why"),
        ),
        rows=tuple(_row(effect, names) for effect in why.effects),
        words=frozenset({4, 5, 6}),
    )


def _row(effect: FigureEffect, names: Mapping[str, str]) -> tuple[str, ...]:
    figure = effect.figure
    return (
        figure_label(effect, names),
        _with_unit(figure),
        NOTHING if effect.at_low is None else percent(effect.at_low),
        NOTHING if effect.at_high is None else percent(effect.at_high),
        TESTED[effect.proof.kind if effect.proof is not None else ProofKind.NOTHING],
        joined([_source(name) for name in figure.source], "comma"),
        law_text(figure.reason),
    )


def _with_unit(figure: Figure) -> Text:
    """Write the ends and the centre of a figure with its unit; shares in per cent."""
    unit, ends = figure.unit, (figure.low, figure.central, figure.high)
    is_share = unit.startswith("share")
    numbers = joined([Text(f"{100 * end if is_share else end:.4g}") for end in ends], "comma")
    if is_share:
        percents_of = message("impact.why_percents", "{numbers} %", numbers=numbers)
        if unit.endswith("a day"):
            return message("impact.why_a_day", "{share} a day", share=percents_of)
        return percents_of
    if unit.startswith("days"):
        return message("impact.why_days", "{numbers} days", numbers=numbers)
    if unit.startswith(("multiple", "ratio")):
        return message("impact.why_times", "{numbers} times", numbers=numbers)
    return numbers


EFFECTS: Final = (
    FIGURE,
    LOW,
    CENTRE,
    HIGH,
    message("impact.why_at_low", "loss at its low, %"),
    message("impact.why_at_high", "at its high, %"),
    message("impact.why_tested", "tested by"),
    message("impact.why_source", "source"),
    message("impact.why_reason", "why"),
)
"""Heads of the figures behind an input in a workbook."""


def level_lines(result: ImpactResult) -> Iterator[tuple[Text, QuantileBand]]:
    """Go through the levels of the input for a workbook, with the loss at each."""
    why = result.why
    if why is not None:
        yield from ((LOW, why.low), (CENTRE, why.central), (HIGH, why.high))


def effect_lines(result: ImpactResult) -> Iterator[tuple[str | float, ...]]:
    """Go through the figures behind the input for a workbook, in the order of `EFFECTS`."""
    names = {sector.code: sector.name for sector in result.sectors}
    for effect in result.why.effects if result.why is not None else ():
        figure, (_, _, _, _, *told) = effect.figure, _row(effect, names)
        ends = tuple("" if end is None else round(end, 9) for end in (effect.at_low, effect.at_high))
        yield (figure_label(effect, names), figure.low, figure.central, figure.high, *ends, *told)


def _source(name: str) -> Text:
    return message("impact.source_judgement", "judgement") if name == JUDGEMENT else Text(name)


def figure_label(effect: FigureEffect, names: Mapping[str, str]) -> Text:
    """Name a figure by its material and its sector."""
    if not effect.material:
        return effect.label
    if not effect.sector:
        return material_name(effect.material)
    return message(
        "impact.why_of_sector",
        "{material} in {sector}",
        material=material_name(effect.material),
        sector=sector_label(effect.sector, names[effect.sector]),
    )


def proofs_text(result: ImpactResult) -> Text | None:
    """Say in full what has tested the figures that are told; None where nothing has."""
    why = result.why
    proofs = dict.fromkeys(effect.proof.says for effect in why.effects if effect.proof is not None) if why else {}
    return joined(proofs, "sentence") if proofs else None


def why_parts(result: ImpactResult) -> tuple[Part | None, ...]:
    """Return what a page tells of an input."""
    return (
        paragraph(why_sentence(result)),
        level_table(result),
        effects_of_figures(result),
        paragraph(proofs_text(result)),
    )


def why_text(result: ImpactResult, *, width: int, translator: Translator) -> Iterator[str]:
    """Tell it on a terminal: each figure with its numbers, and below it where they come from."""
    why, say = result.why, translator.say
    if why is None:
        return
    yield ""
    yield say(WHY_HEAD)
    yield from flow(say(why_sentence(result) or ""), width)
    for grid in filter(None, (level_table(result),)):
        yield ""
        yield from flow(say(grid.caption), width, indent="")
        yield from table([tuple(map(say, row)) for row in (grid.heads, *grid.rows)], right=frozenset(range(1, 7)))
    figures = effects_of_figures(result)
    if figures is not None:
        yield ""
        yield from flow(say(figures.caption), width, indent="")
        for label, ends, low, high, tested, source, reason in figures.rows:
            alone = NOTHING in {low, high}
            line = (
                message(
                    "impact.why_line_together",
                    "{figure} ({ends}); tested by: {tested}; source: {source}",
                    figure=label,
                    ends=ends,
                    tested=tested,
                    source=source,
                )
                if alone
                else message(
                    "impact.why_line",
                    "{figure} ({ends}): loss {low} to {high} %; tested by: {tested}; source: {source}",
                    figure=label,
                    ends=ends,
                    low=low,
                    high=high,
                    tested=tested,
                    source=source,
                )
            )
            yield from flow(say(line), width)
            if reason:
                yield from flow(say(reason), width, indent="    ")
    if (proofs := proofs_text(result)) is not None:
        yield ""
        yield from flow(say(proofs), width)


def why_data(why: JudgedInput | None) -> dict[str, object] | None:
    """Return it as JSON holds it; None if nobody asked."""
    if why is None:
        return None
    return {
        "input": why.name,
        "share_of_spread": None if why.share is None else round(why.share, 6),
        "gdp_loss_percent": {"low": rounded(why.low), "central": rounded(why.central), "high": rounded(why.high)},
        "draws": why.draws,
        "middle_percent": round(why.middle, 9),
        "figures": why.figures,
        "weak": why.weak,
        "tested": why.tested,
        "effects": [
            {
                "material": effect.material or None,
                "sector": effect.sector or None,
                "figure": effect.name,
                "low": effect.figure.low,
                "central": effect.figure.central,
                "high": effect.figure.high,
                "unit": effect.figure.unit,
                "label": str(effect.label) or None,
                "loss_at_low": None if effect.at_low is None else round(effect.at_low, 9),
                "loss_at_high": None if effect.at_high is None else round(effect.at_high, 9),
                "tested_by": None if effect.proof is None else str(effect.proof.kind),
                "test": None if effect.proof is None else str(effect.proof.says),
                "source": list(effect.figure.source),
                "date": effect.figure.date,
                "confidence": str(effect.figure.confidence),
                "reason": effect.figure.reason,
            }
            for effect in why.effects
        ],
    }
