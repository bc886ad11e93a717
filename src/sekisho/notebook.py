"""What a scenario costs, for programs and notebooks: asked in one call, shown, and saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho import machine
from sekisho.arguments import day_in, language_in, library_for, pairs_in, scenarios_in
from sekisho.errors import ScenarioError
from sekisho.extras import extras_told
from sekisho.files.formats import check_place
from sekisho.files.frames.rows import FramedRows
from sekisho.i18n.messages import Translator
from sekisho.i18n.package_translation import teller_of
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import ImpactResult
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import joined
from sekisho.present.impact.data import impact_data, impact_rows
from sekisho.present.impact.export import NEEDS, check_writers, told, write
from sekisho.present.impact.formats import CHARTS, ENDINGS
from sekisho.present.impact.outlook import outlook_data, outlook_rows
from sekisho.present.impact.summary import head_of
from sekisho.present.notebook_views import language_of_reader
from sekisho.present.render.terminal import DEFAULT_WIDTH, bare
from sekisho.service.impact import NOTHING_TO_RUN, ImpactRequest, impact
from sekisho.service.request import by_name, read_request
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.present.charts.chart import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation(FramedRows):
    """What was asked, with its answer.

    Parameters
    ----------
    result
        Everything that was found: of one scenario, or of the ways on of an outlook.
    translator
        Tells it in a language.
    """

    result: ImpactResult | OutlookResult
    translator: Translator = field(default_factory=Translator, repr=False)

    @property
    def loss(self) -> QuantileBand:
        """Loss within the horizon, in per cent of annual GDP; over all ways on by their weights."""
        return self.result.mixture() if isinstance(self.result, OutlookResult) else self.result.percent()

    @property
    def findings(self) -> tuple[str, ...]:
        """The summary, sentence by sentence."""
        return tuple(map(self.translator.say, head_of(self.result).findings))

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to know before using a number."""
        return tuple(map(self.translator.say, head_of(self.result).cautions))

    def to_text(self, *, width: int = DEFAULT_WIDTH, full: bool = False) -> str:
        """Tell it as the command line does; `full` adds every row, assumption and weak input."""
        return bare("\n".join(told(self.result, width=width, full=full, translator=self.translator).text))

    def to_dict(self) -> dict[str, object]:
        """Return everything but the single draws, as JSON holds it."""
        return outlook_data(self.result) if isinstance(self.result, OutlookResult) else impact_data(self.result)

    def to_rows(self) -> list[dict[str, object]]:
        """Return the tidy table, an interval in every row; `to_pandas` and its like give it as a frame."""
        return list(outlook_rows(self.result) if isinstance(self.result, OutlookResult) else impact_rows(self.result))

    def charts(self) -> Mapping[str, Chart]:
        """Return every chart for which there is something to show, by name; needs the extra `economy`."""
        from sekisho.present.impact.charts import charts_of

        return charts_of(self.result)

    def save(self, path: Path | str, *, chart: str = CHARTS[0]) -> Path:
        """Write it to a file: a page, a workbook, a chart, or data, by the ending of its name.

        Parameters
        ----------
        path
            Ends in .html, .xlsx, .svg, .png, .json, .csv or .parquet.
        chart
            Name of the chart that .svg and .png show.

        Raises
        ------
        BookError
            If there is no such folder or ending.
        ScenarioError
            If there is no such chart.
        """
        place = Path(path)
        check_place(place, ENDINGS)
        check_writers([place])
        exporter = told(self.result, width=DEFAULT_WIDTH, full=False, translator=self.translator)
        write(exporter, place, chart=chart)
        return place

    def __repr__(self) -> str:
        """Show the loss in one line; `print` says the summary."""
        band = self.loss
        return f"<Simulation: mean loss {band.mean:.2f} % of GDP, {band.p5:.2f} to {band.p95:.2f} in 9 of 10 runs>"

    def __str__(self) -> str:
        """Say it in its summary."""
        return self.translator.say(joined(head_of(self.result).findings, "sentence"))

    def _repr_html_(self) -> str:
        """Show title, findings, cautions and losses in a notebook, and every chart where charts can be drawn."""
        from sekisho.present.impact.page import excerpt

        told_short = excerpt(self.result, self.translator)
        if not all(map(find_spec, NEEDS[".svg"])):
            return told_short
        from sekisho.present.render.charts import svg

        return "\n".join([told_short, *(svg(chart, self.translator.say) for chart in self.charts().values())])


@extras_told()
def simulate(
    *names: str,
    months: int | None = None,
    start: date | str | None = None,
    reading: Reading | str | None = None,
    draws: int | None = None,
    seed: int | None = None,
    country: str | None = None,
    table: InputOutputTable | Path | str | None = None,
    law: Library | None = None,
    assume: Mapping[str, str] | None = None,
    kernel: str | None = None,
    cache: Path | None = None,
    language: str | None = None,
    shipped: bool = True,
    why: str | None = None,
    observed: Path | str | None = None,
    as_of: date | str | None = None,
) -> Simulation:
    """Say what measures, scenarios or presets cost, with a band and where it comes from.

    What is left out is as in `sekisho impact`.

    Parameters
    ----------
    names
        Ids of measures, names of scenarios or presets, or paths of scenario files; several are put together.
    months, start
        Length of the horizon, and its first day; left out, the scenario's own.
    reading
        The reading that heads the answer; all three are run if they differ.
    draws
        A power of two.
    country
        Whose loss is asked, ISO 3166 alpha-2; left out, the scenario's own. It needs a table of that country.
    table
        An input-output table, its name, or a file. Names of the user's own tables count where the law is left out.
    law
        Library whose measures, materials and scenarios count; left out, that of the command line.
    assume
        Values of named unknowns of the law.
    kernel
        `numpy` or `numba`; left out, numba where it is installed and there are more than a few draws.
    cache
        Folder in which answers of the law are kept between calls.
    language
        Language in which the answer is told: en, ja or zh; left out, that of SEKISHO_LANGUAGE, else English.
    shipped
        Whether an answer that the data package keeps ready will do. It tells the same but has no single draws:
        `result.losses` is empty. False works everything out anew.
    why
        An uncertain input, of which it is said what it does to the loss.
    observed, as_of
        File of what was observed, to be set beside the loss; and the day after which nothing counts as known.

    Raises
    ------
    ScenarioError
        With everything in what was asked that cannot be run.
    TableError
        If the table is not known, or is wrong.

    Examples
    --------
    >>> cost = simulate("cn/2026-01-japan-dual-use")
    >>> cost.loss.p5 < cost.loss.mean < cost.loss.p95  # per cent of a year's GDP
    True
    """
    stated = table if isinstance(table, InputOutputTable) else None
    given = {
        "names": scenarios_in(names),
        "months": months,
        "start": day_in(start, "start"),
        "reading": reading,
        "draws": draws,
        "seed": seed,
        "kernel": kernel,
        "country": country,
        "assume": pairs_in(assume, "assume"),
        "table": "" if stated is not None else table,
        "why": why,
        "observed": observed,
        "as_of": day_in(as_of),
    }
    asked, faults = read_request(ImpactRequest, given)
    if faults:
        raise ScenarioError([*(() if names else (NOTHING_TO_RUN,)), *(fault.problem(by_name) for fault in faults)])
    shown_in = language_in(language)
    workspace = Workspace(
        library=library_for(law, "law"),
        cache=Path(cache) if cache is not None else machine.cache_folder(),
        home=machine.data_folder() if law is None else None,
    )
    answer = impact(asked, workspace, table=stated, shipped=shipped)
    return Simulation(result=answer, translator=teller_of(workspace.library, language_of_reader(shown_in)).translator)
