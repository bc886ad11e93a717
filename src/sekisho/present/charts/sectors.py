"""Who pays: sectors ranked, each with its intervals."""

from __future__ import annotations

from collections.abc import Sequence

from sekisho.present.charts.bands import NamedBand, bands_columns, bands_drawn, bands_rows
from sekisho.present.charts.chart import Chart, Written, fixed

SHOWN = 15


def sectors_chart(
    sectors: Sequence[NamedBand],
    *,
    title: str,
    subtitle: str,
    source: str,
    unit: str,
    other: NamedBand | None = None,
    places: int = 1,
    written: Written | None = None,
) -> Chart:
    """Draw the sectors that lose most, with the interval of half of the draws and of nine in ten.

    Parameters
    ----------
    other
        All sectors that are not among those given, taken together draw by draw; it stands last.
    places
        Digits after the point, in axis and table.
    written
        How numbers are written, in place of so many digits.
    """
    says = written or fixed(places)
    ranked = sorted(sectors, key=lambda one: -one.p50)
    last = [other] if other is not None else []
    shown = [*ranked[:SHOWN], *last]
    first = ranked[0]
    told = f"{first.name} loses most: {says(first.p50)} {unit} in the median draw"
    return Chart(
        title=title,
        subtitle=subtitle,
        source=source,
        spec=bands_drawn(shown, says, places=places).to_dict(),
        slim=bands_drawn(shown, says, places=places, slim=True).to_dict(),
        says=f"{told}, {says(first.p5)} to {says(first.p95)} in nine of ten.",
        columns=bands_columns("sector", unit, says),
        rows=bands_rows([*ranked, *last]),
    )
