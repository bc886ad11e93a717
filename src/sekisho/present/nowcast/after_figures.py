"""The loss after what was observed, in words and rows: a cost beside figures and a nowcast say it alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.comparison import WeighedReading
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.scenario.horizon import Horizon
from sekisho.law.model.term import Reading
from sekisho.message import Text, counted, joined, message
from sekisho.present.document import Table
from sekisho.present.impact.account_data import rounded
from sekisho.present.impact.names import READINGS
from sekisho.present.impact.observations import figure_name
from sekisho.present.impact.quantities import of_percent, share, span

Row = tuple[str, ...]
BEFORE: Final = message("nowcast.before_head", "before")
AFTER: Final = message("nowcast.after_head", "after the observations")


def mean_after(day: date, year: int, before: QuantileBand, after: QuantileBand) -> Text:
    """Say what the observations make of the loss.

    Parameters
    ----------
    day
        Nothing that was known later weighs.
    year
        Of the GDP that the losses are shares of.
    before, after
        In per cent of annual GDP.
    """
    return message(
        "nowcast.first",
        "With what was known on {day}, the mean loss is {after} of {year} GDP; before it was {before}.",
        day=quantity("date", day),
        year=str(year),
        after=of_percent(after),
        before=of_percent(before),
    )


def over_all_readings(horizon: Horizon) -> Text:
    """Say over which days and readings a loss is told: the figure that heads a cost has other ones."""
    return counted(
        "nowcast.over",
        "That is the loss of {months} month, {days}, over all readings by their weights.",
        "That is the loss of {months} months, {days}, over all readings by their weights.",
        n=horizon.months,
        months=str(horizon.months),
        days=span(quantity("date", horizon.start), quantity("date", horizon.end - timedelta(days=1))),
    )


def not_thought_possible(what: Text, chance: float) -> Text:
    """Say that the model did not think a figure possible."""
    return message(
        "nowcast.conflict",
        "{what}: the model did not think this possible; its chance was {chance} before.",
        what=what,
        chance=share(chance),
    )


def conflicts_and_first(number: int, first: Text) -> Text:
    """Say how many figures the model did not think possible, and name the first."""
    return counted(
        "nowcast.brief_conflicts",
        "The model did not think {n} figure possible: {what}.",
        "The model did not think {n} figures possible; the first: {what}.",
        n=number,
        what=first,
    )


def conflicts_alone(number: int) -> Text:
    """Say how many figures the model did not think possible."""
    return counted(
        "nowcast.brief_conflicts_alone",
        "The model did not think {n} figure possible.",
        "The model did not think {n} figures possible.",
        n=number,
    )


def found_by_tempering(reading: Reading, left: float, draws: int, steps: int) -> Text:
    """Say that the weights left few draws of a reading, and how others were found."""
    return message(
        "nowcast.few_effective",
        "{reading}: the weights left {left} of {draws} runs; others were found by tempering in {steps} steps.",
        reading=READINGS[reading],
        left=int(left),
        draws=draws,
        steps=steps,
    )


def nothing_weighs(day: date) -> Text:
    """Say that no figure changes what the scenario says."""
    return message(
        "nowcast.nothing_weighed",
        "No figure that weighs was known on {day}: the loss is that of the scenario alone.",
        day=quantity("date", day),
    )


def loss_rows(year: int, before: QuantileBand, after: QuantileBand) -> list[Row]:
    """Return the loss before and after, below a row of heads."""
    loss = message("nowcast.loss_row", "loss, % of {year} GDP", year=str(year))
    return [("", BEFORE, AFTER), (loss, of_percent(before), of_percent(after))]


def reading_rows(readings: Mapping[Reading, WeighedReading]) -> list[Row]:
    """Return what each reading weighs, below a row of heads."""
    rows: list[Row] = [
        (message("nowcast.reading_head", "reading"), BEFORE, AFTER, message("nowcast.left_head", "runs left"))
    ]
    for reading, weighed in readings.items():
        both = (share(weighed.before), share(weighed.after))
        rows.append((READINGS[reading], *both, Text(f"{weighed.effective:.0f}")))
    return rows


def loss_after(result: ImpactResult) -> Text | None:
    """Say in a sentence what the figures beside a result make of its loss; None where no draws are weighed."""
    beside = result.observed
    if beside is None or beside.weighed is None:
        return None
    if not beside.weighed.figures:
        return nothing_weighs(beside.as_of)
    weighed = beside.weighed
    if len(weighed.readings) == 1:
        return mean_after(beside.as_of, result.anchor.year, weighed.before, weighed.after)
    return message(
        "impact.mean_after",
        "With what was known on {day}, the mean loss over all readings is {after} of {year} GDP; before, {before}.",
        day=quantity("date", beside.as_of),
        year=str(result.anchor.year),
        after=of_percent(weighed.after),
        before=of_percent(weighed.before),
    )


def after_sentences(result: ImpactResult) -> Text | None:
    """Say what the figures make of the loss, over what, and what speaks against it; None where none are weighed."""
    beside = result.observed
    if beside is None or beside.weighed is None or not beside.weighed.figures:
        return loss_after(result)
    first = mean_after(beside.as_of, result.anchor.year, beside.weighed.before, beside.weighed.after)
    few = (
        found_by_tempering(reading, weighed.effective, result.draws, weighed.steps)
        for reading, weighed in beside.weighed.readings.items()
        if weighed.steps
    )
    conflicts = (not_thought_possible(figure_name(row), row.chance or 0.0) for row in beside.conflicting)
    return joined([first, over_all_readings(result.horizon), *conflicts, *few], "sentence")


def after_tables(result: ImpactResult) -> Iterator[Table]:
    """Set the loss, and what each reading weighs, before and after the figures side by side."""
    weighed = result.observed.weighed if result.observed is not None else None
    if weighed is None or not weighed.figures:
        return
    caption = message("impact.after_caption", "Loss before and after what was observed, over all readings")
    yield _table(caption, loss_rows(result.anchor.year, weighed.before, weighed.after))
    if len(weighed.readings) > 1:
        yield _table(
            message("impact.after_readings_caption", "What each reading weighs"), reading_rows(weighed.readings)
        )


def _table(caption: Text, rows: Sequence[Row]) -> Table:
    return Table(caption=caption, heads=rows[0], rows=tuple(rows[1:]), texts=1)


def after_lines(result: ImpactResult) -> Iterator[tuple[Text, QuantileBand]]:
    """Go through the loss before and after for a workbook; nothing where no draws are weighed."""
    weighed = result.observed.weighed if result.observed is not None else None
    if weighed is not None:
        yield from ((BEFORE, weighed.before), (AFTER, weighed.after))


def after_data(result: ImpactResult) -> dict[str, object] | None:
    """Return the loss before and after as JSON holds it, under the names of a nowcast; None where none are weighed."""
    weighed = result.observed.weighed if result.observed is not None else None
    if weighed is None:
        return None
    return {
        "figures": weighed.figures,
        "gdp_year": result.anchor.year,
        "gdp_loss_percent": {"prior": rounded(weighed.before), "posterior": rounded(weighed.after)},
        "readings": {str(reading): reading_data(row) for reading, row in weighed.readings.items()},
        "conflicts": [row.id for row in result.observed.conflicting] if result.observed is not None else [],
    }


def reading_data(weighed: WeighedReading) -> dict[str, object]:
    """Return what a reading weighs as JSON holds it."""
    return {
        "prior": round(weighed.before, 6),
        "posterior": round(weighed.after, 6),
        "ess": round(weighed.effective, 1),
        "tempering_steps": weighed.steps,
    }
