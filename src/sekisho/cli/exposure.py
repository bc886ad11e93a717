"""`exposure`: what of a firm's products hangs on what is curbed, when lines stop, what would help."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import data, records, tell, width, wrote
from sekisho.cli.options import (
    SourcePath,
    click_options,
    collecting,
    facts_given,
    format_option,
    language_option,
    library_of,
    measures_option,
    some_fact_options,
    today,
    workspace_of,
)
from sekisho.errors import BillError
from sekisho.exposure.defaults import SHOWN
from sekisho.files.formats import check_place
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.fact_table import built_in_facts
from sekisho.message import message
from sekisho.present.exposure.formats import CHARTS, ENDINGS
from sekisho.service.bill import read_bill_file
from sekisho.service.exposure import ExposureRequest, assess, assessment_input
from sekisho.service.request import by_flag, read_request

OF_ALL: Final = tuple(
    fact
    for fact in built_in_facts()
    if fact.of in {"line", "party"} and fact.name not in {"departure", "destination", "via", "date", "value"}
)
"""Facts that are stated of all parts alike; the others stand in the bill, or follow from it."""


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho exposure bom.csv --end-use civil --knowledge-of-risk no\n"
    "  sekisho exposure bom.xlsx --parts prices.csv --rate USD=150 --rate JPY=1 -o exposure.xlsx\n"
    "  sekisho exposure parts.xlsx --product gripper --set origin=CN --suppose ordinary\n"
    "  sekisho exposure bom.csv --tree 'servo motor'\n"
    "  sekisho exposure bom.csv --scenario rare-earths-stop --draws 1024 -o weeks.svg\n"
    "  sekisho exposure bom.csv -o products.png --chart products",
)
@click.argument("bom", metavar="BOM", type=SourcePath())
@click_options(
    ExposureRequest,
    *("more", "mapping", "product", "sheet", "currency", "strict", "rates", "made_in", "measure", "unclassified"),
    *("licence_days", "days", "scenario", "draws", "seed", "months", "sector"),
    *("remedies", "covered", "holding_rate", "budget"),
)
@click.option(
    "--top", type=click.IntRange(1), metavar="N", help="Products that are shown.  [default: as many as fit a screen]"
)
@click.option("--full", is_flag=True, help="Tell every product, part, remedy and share, and what is supposed.")
@click.option(
    "--tree",
    default="",
    metavar="PART",
    help="Lay a part out, by its number or its name, as an indented list with bars of value.",
)
@click.option(
    "-o",
    "--out",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write to a file: .html for a page, .xlsx for a workbook, .svg or .png for a chart, .json, .csv or "
    ".parquet for data; repeatable.",
)
@click.option(
    "--chart",
    type=click.Choice(CHARTS),
    default=CHARTS[0],
    show_default=True,
    help="The chart that .svg and .png show.",
)
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    metavar="TABLE.csv",
    help="Write the shares as answers that `sekisho bulk --answers` fills in, by the description of the product.",
)
@click_options(ExposureRequest, "facts", "suppose", "no_classify")
@some_fact_options(OF_ALL)
@click_options(ExposureRequest, "as_of", "reading", "terms", "assume")
@language_option
@format_option
@measures_option
def exposure(**params: object) -> None:
    """Say which products of a bill of materials are affected, when lines stop, and what would help.

    Each kind of part that comes from China is determined once, on its way into its assembly. The
    share by value of controlled content is worked out for every product, as bounds where prices,
    origins or classifications are unknown. Without --scenario it is supposed that licences take
    their statutory time and that what is prohibited does not come.
    """
    from sekisho.present.exposure.data import exposure_data, exposure_rows
    from sekisho.present.exposure.export import check_writers, write, write_answers
    from sekisho.present.exposure.terminal import exposure_text
    from sekisho.trade.bom.lookup import find_part

    folders, out, file = params["folders"], params["out"], params["bom"]
    assert isinstance(file, Path)  # noqa: S101 - click gives a path
    workspace = workspace_of(library_of(folders if isinstance(folders, tuple) else ()))
    outputs = out if isinstance(out, tuple) else ()
    check_writers(outputs)
    asked, faults = read_request(ExposureRequest, params)
    problems = [fault.problem(by_flag) for fault in faults]
    stated = {name: str(value) for name, value in facts_given(params).items()}
    asked = replace(asked, facts={**asked.facts, **stated})
    for place in outputs:
        with collecting(problems):
            check_place(place, ENDINGS)
    if isinstance(params["answers_file"], Path):
        with collecting(problems):
            check_place(params["answers_file"], (".csv",))
    bill, tree = None, -1
    with collecting(problems):
        bill = read_bill_file(file, asked, workspace.library)
        tree = find_part(bill, str(params["tree"]), where="tree") if params["tree"] else -1
    if problems or bill is None:
        with collecting(problems):
            assessment_input(asked, workspace)
        raise BillError(problems)
    top = params["top"] if isinstance(params["top"], int) else 0
    format = str(params["format"])
    translator = teller_of(workspace.library, str(params["language"])).translator
    assessed = assess(asked, workspace, bill, shown=SHOWN if params["full"] or out or format != "text" else 1)
    if format == "text":
        full = bool(params["full"])
        data(exposure_text(assessed, width=width(), top=top, full=full, tree=tree, translator=translator))
    else:
        records(exposure_data(assessed) if format != "csv" else None, exposure_rows(assessed), format)
    for file in out if isinstance(out, tuple) else ():
        write(assessed, file, chart=str(params["chart"]), translator=translator)
        tell(wrote(file))
    if isinstance(params["answers_file"], Path):
        write_answers(assessed, params["answers_file"], on=today())
        answers = str(params["answers_file"])
        command = f"sekisho bulk BOOK --answers {answers}"
        told = message(
            "command.answers_written", "Wrote {file}: use it with `{command}`.", file=answers, command=command
        )
        tell(told)
