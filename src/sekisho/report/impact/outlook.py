"""An outlook, told: what each way on costs, and all of them by their weights."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.impact.outlook import OutlookResult
from sekisho.report.impact.numbers import amounts, percent, share, spread
from sekisho.report.impact.rows import impact_data, impact_rows, rounded
from sekisho.report.layout import DEFAULT_WIDTH, Ink, paint, table, wrap


def outlook_text(found: OutlookResult, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Tell an outlook."""
    first = found.outcomes[0][1]
    mixture = found.mixture()
    money = amounts(mixture * first.money, first.anchor.currency)
    head = f"{found.scenario.title}: {spread(mixture)} % of a year's GDP, {money}, by the weights below."
    rows = [("", "weight", "p5", "median", "p95", "without loss")]
    for outcome, result in found.outcomes:
        band = result.percent()
        cells = (percent(band.p5), percent(band.p50), percent(band.p95), share(result.without_loss()))
        rows.append((outcome.title, f"{outcome.weight:.2f}", *cells))
    rows.append(("all, by weight", "1.00", percent(mixture.p5), percent(mixture.p50), percent(mixture.p95), ""))
    said = (
        f"{share(found.between())} of the spread lies between the ways on, the rest within them. Weights are stated, "
        f"not estimated. {first.horizon.months} months from {first.horizon.start}, {found.reading} reading."
    )
    return [
        *wrap(paint(head, Ink.BOLD), width=width),
        *wrap(found.scenario.because, width=width, indent="  ", hang="  "),
        "",
        "Loss of value added, % of a year's GDP",
        *table(rows, right=frozenset(range(1, 6))),
        *wrap(said, width=width, indent="  ", hang="  "),
        "",
        "Before you use a number",
        *(line for caution in first.cautions for line in wrap(f"- {caution}", width=width, indent="  ", hang="    ")),
        "",
        "One way on alone: `sekisho impact NAME`, with "
        + ", ".join(outcome.scenario for outcome, _ in found.outcomes)
        + ".",
    ]


def outlook_data(found: OutlookResult) -> dict[str, object]:
    """Return an outlook as plain data, each outcome whole."""
    return {
        "outlook": found.scenario.id,
        "title": found.scenario.title,
        "reading": str(found.reading),
        "gdp_loss_percent": rounded(found.mixture()),
        "share_between_outcomes": found.between(),
        "outcomes": [
            {"scenario": outcome.scenario, "title": outcome.title, "weight": outcome.weight, **impact_data(result)}
            for outcome, result in found.outcomes
        ],
    }


def outlook_rows(found: OutlookResult) -> Iterator[dict[str, object]]:
    """Go through the tidy table of every outcome."""
    for outcome, result in found.outcomes:
        yield from ({"outcome": outcome.title, "weight": outcome.weight, **row} for row in impact_rows(result))
