"""`nowcast`: a scenario after what was observed of it, forecasts written down, and their scores."""

from __future__ import annotations

from pathlib import Path

import click

import sekisho
from sekisho.cli.console import Progress, data, records, tell, width, wrote
from sekisho.cli.options import (
    click_options,
    format_option,
    language_option,
    library_of,
    measures_option,
    store_option,
    workspace_of,
)
from sekisho.cli.recording import keep_nowcast
from sekisho.i18n.package_translation import teller_of
from sekisho.service.nowcast import NowcastRequest, ScoreRequest, check_forecast_place, write_down
from sekisho.service.nowcast import nowcast as ask_nowcast
from sekisho.service.nowcast import score as ask_score
from sekisho.service.request import by_flag, request_from


class _Nowcast(click.Group):
    """A group that holds a scenario against observations unless its first word is `score`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take whatever is no command for the name of a scenario."""
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return super().resolve_command(ctx, ["of", *args])


@click.group(
    cls=_Nowcast,
    epilog="\b\nExamples:\n"
    "  sekisho nowcast japan-ban --observed outturns.csv --as-of 2026-03-31 -o forecast.json\n"
    "  sekisho nowcast score forecast.json --observed outturns.csv",
)
def nowcast() -> None:
    """Compare a scenario with what was observed of it, forecast what will be published, and score forecasts."""


@nowcast.command("of", short_help="Compare a scenario with what was observed.")
@click_options(NowcastRequest, "names", "observed", "as_of", "months", "draws", "seed")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.json",
    help="Write the forecasts down; a file that is there is never written anew.",
)
@click.option("--full", is_flag=True, help="Show every figure that weighed, what moved, and every forecast.")
@store_option
@language_option
@format_option
@measures_option
def of_scenario(
    *,
    out: Path | None,
    full: bool,
    store_place: str | None,
    language: str,
    format: str,
    folders: tuple[Path, ...],
    **given: object,
) -> None:
    """Compare a scenario with what was known of it on a day.

    The loss before and after, what moved most, observations that the model did not think possible, and the next two
    forecasts; with --full everything, prior and posterior side by side.
    """
    from sekisho.present.brief.nowcast import nowcast_lines
    from sekisho.present.nowcast.data import forecast_rows, nowcast_data
    from sekisho.present.nowcast.terminal import nowcast_text

    library = library_of(folders)
    asked = request_from(NowcastRequest, given, where=by_flag)
    if out is not None:
        check_forecast_place(out)
    with Progress() as progress:
        result = ask_nowcast(asked, workspace_of(library), progress=progress)
    if format == "text":
        tell_result = nowcast_text if full else nowcast_lines
        data(tell_result(result, width=width(), translator=teller_of(library, language).translator))
    else:
        records(nowcast_data(result), list(forecast_rows(result)), format)
    keep_nowcast(store_place, result)
    if out is not None:
        write_down(result, out, program=sekisho.__version__)
        tell(wrote(out))


@nowcast.command("score", short_help="Score forecasts on what was published later.")
@click_options(ScoreRequest, "forecast", "observed")
@language_option
@format_option
@measures_option
def score(*, language: str, format: str, folders: tuple[Path, ...], **given: object) -> None:
    """Score forecasts that were written down: CRPS, coverage, PIT, and skill beside two naive forecasts."""
    from sekisho.present.nowcast.data import score_data, score_rows
    from sekisho.present.nowcast.terminal import score_text

    library = library_of(folders)
    scored = ask_score(request_from(ScoreRequest, given, where=by_flag), workspace_of(library))
    if format == "text":
        data(score_text(scored, width=width(), translator=teller_of(library, language).translator))
        return
    records(score_data(scored), list(score_rows(scored)), format)
