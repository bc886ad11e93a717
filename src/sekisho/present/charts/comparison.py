"""Ways to read the law, or ways on, side by side: what each costs, and how sure."""

from __future__ import annotations

from collections.abc import Sequence

from sekisho.present.charts.bands import NamedBand, bands_columns, bands_drawn, bands_rows
from sekisho.present.charts.chart import Chart, Written, fixed


def ways_chart(
    ways: Sequence[NamedBand],
    *,
    of: str,
    title: str,
    subtitle: str,
    source: str,
    unit: str,
    places: int = 1,
    written: Written | None = None,
) -> Chart:
    """Draw the interval of each way, in the order given.

    Parameters
    ----------
    of
        What the ways are, such as `reading`; the head of the first column.
    places
        Digits after the point, in axis and table.
    written
        How numbers are written, in place of so many digits.
    """
    says = written or fixed(places)
    told = "; ".join(f"{one.name}: {says(one.p50)} ({says(one.p5)} to {says(one.p95)})" for one in ways)
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        spec=bands_drawn(ways, says, places=places).to_dict(),
        slim=bands_drawn(ways, says, places=places, slim=True).to_dict(),
        says=f"Median, and nine draws of ten, {unit}. {told}.",
        columns=bands_columns(of, unit, says),
        rows=bands_rows(ways),
    )
