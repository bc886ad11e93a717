"""`exposure`: what of a firm's products hangs on what is curbed, when lines stop, what would help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sekisho.cli.bill_options import bill_of, reading_a_bill
from sekisho.cli.console import data, records, tell, width
from sekisho.cli.options import (
    as_date,
    as_of_option,
    assumptions_of,
    cache_folder,
    collecting,
    facts_given,
    flows_folder,
    format_option,
    library_of,
    measures_option,
    pairs,
    reading_options,
    readings_of,
    some_fact_options,
    tables_folder,
    today,
)
from sekisho.errors import BillError, Problem, did_you_mean
from sekisho.files.formats import check_place
from sekisho.i18n.territory_codes import territories_of
from sekisho.impact.defaults import DRAWS, SEED
from sekisho.law.model.fact_table import built_in_facts
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.present.exposure.formats import CHARTS, ENDINGS

if TYPE_CHECKING:
    from sekisho.exposure.scenario import National
    from sekisho.trade.bom.bill import Bill

OF_ALL: Final = tuple(
    fact
    for fact in built_in_facts()
    if fact.of in {"line", "party"} and fact.name not in {"departure", "destination", "via", "date", "value"}
)
"""Facts that are stated of all parts alike; the others stand in the bill, or follow from it."""


@click.command(
    short_help="Say what of a bill of materials hangs on what is curbed.",
    epilog="\b\nExamples:\n"
    "  sekisho exposure bom.csv --end-use civil --knowledge-of-risk no\n"
    "  sekisho exposure bom.xlsx --parts prices.csv --rate USD=150 --rate JPY=1 -o exposure.xlsx\n"
    "  sekisho exposure bom.csv --tree 'servo motor'\n"
    "  sekisho exposure bom.csv --scenario rare-earths-stop --draws 1024 -o weeks.svg\n"
    "  sekisho exposure bom.csv -o products.png --chart products",
)
@click.argument("bom", metavar="BOM", type=click.Path(path_type=Path))
@reading_a_bill
@click.option(
    "--made-in",
    default="JP",
    show_default=True,
    metavar="TERRITORY",
    help="Where products are made, if the bill does not say.",
)
@click.option("--measure", default="", metavar="ID", help="Measure by which the share by value is worked out.")
@click.option(
    "--unclassified",
    type=click.Choice(["hinted", "unknown", "none"]),
    default="hinted",
    show_default=True,
    help="Parts without a control code: as their customs code hints, as unknown, or as not listed.",
)
@click.option(
    "--licence-days",
    type=click.IntRange(min=0),
    metavar="N",
    help="Days that a licence takes. Default: the statutory clock.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=365,
    show_default=True,
    metavar="N",
    help="Days that are looked ahead.",
)
@click.option(
    "--scenario", default="", metavar="NAME", help="Take supply from a scenario of `sekisho impact`, draw by draw."
)
@click.option(
    "--draws", type=int, default=DRAWS, show_default=True, metavar="N", help="Draws of the scenario, a power of two."
)
@click.option("--seed", type=int, default=SEED, show_default=True, metavar="S", help="Seed of the draws.")
@click.option("--months", type=int, metavar="M", help="Length of the scenario. Default: its own.")
@click.option(
    "--sector", default="", metavar="CODE", help="Sector of the firm in the scenario. Default: the mean of all."
)
@click.option(
    "--remedies/--no-remedies", default=True, show_default=True, help="Look for the cheapest set of remedies."
)
@click.option(
    "--covered",
    type=click.FloatRange(0, 1),
    default=0.9,
    show_default=True,
    metavar="SHARE",
    help="Share of the draws that remedies cover.",
)
@click.option(
    "--holding-rate",
    type=click.FloatRange(0),
    default=0.2,
    show_default=True,
    metavar="RATE",
    help="Yearly cost of a stock over its value.",
)
@click.option(
    "--budget",
    type=click.FloatRange(0),
    metavar="AMOUNT",
    help="What remedies may cost together. Default: what is needed.",
)
@click.option(
    "--top", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="Products that are shown."
)
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
@some_fact_options(OF_ALL)
@as_of_option
@reading_options
@format_option
@measures_option
def exposure(**params: object) -> None:
    """Say what of a bill of materials hangs on what is curbed, when lines stop, and what would help.

    Each kind of part that comes from China is determined once, on its way into what holds it. The
    share by value of controlled content is worked out for every product, as bounds where prices,
    origins or classifications are unknown. Without --scenario it is supposed that licences take
    their statutory time and that what is prohibited does not come.
    """
    from sekisho.exposure.assessment import AssessmentInput, expose
    from sekisho.exposure.part_kinds import Unclassified
    from sekisho.present.exposure.data import exposure_data, exposure_rows
    from sekisho.present.exposure.document import exposure_text
    from sekisho.present.exposure.export import check_writers, write, write_answers
    from sekisho.trade.bom.lookup import find_part

    folders, out = params["folders"], params["out"]
    library = library_of(folders if isinstance(folders, tuple) else ())
    check_writers(out if isinstance(out, tuple) else ())
    problems: list[Problem] = []
    readings, assume, made_in, day = Readings(), dict[str, str](), "", today()
    national: National | None = None
    for file in out if isinstance(out, tuple) else ():
        with collecting(problems):
            check_place(file, ENDINGS)
    if isinstance(params["answers_file"], Path):
        with collecting(problems):
            check_place(params["answers_file"], (".csv",))
    with collecting(problems):
        readings = readings_of(library, _text(params["reading"]) or None, pairs("term", params["terms"]))
    with collecting(problems):
        assume = assumptions_of(library, pairs("assume", params["assume"]))
    with collecting(problems):
        made_in = _territory(library, str(params["made_in"]))
    with collecting(problems):
        day = as_date(str(params["as_of"])) if params["as_of"] else day
    with collecting(problems):
        national = _national(library, params, readings.default, assume) if params["scenario"] else None
    stated = {name: str(value) for name, value in facts_given(params).items()}
    for name, value in stated.items():
        with collecting(problems):
            library.facts.parse(name, value)
    bill, tree = None, -1
    with collecting(problems):
        bill = _bill(params, library)
        tree = find_part(bill, str(params["tree"]), where="tree") if params["tree"] else -1
    if problems or bill is None:
        raise BillError(problems)
    top = params["top"] if isinstance(params["top"], int) else 10
    found = expose(
        bill,
        library,
        AssessmentInput(
            as_of=day,
            facts=stated,
            made_in=made_in,
            readings=readings,
            assume=assume,
            measure=str(params["measure"]),
            unclassified=Unclassified(str(params["unclassified"])),
            licence_days=_number(params["licence_days"]),
            days=_number(params["days"]) or 0,
            national=national,
            remedies=bool(params["remedies"]),
            covered=float(str(params["covered"])),
            holding_rate=float(str(params["holding_rate"])),
            budget=None if params["budget"] is None else float(str(params["budget"])),
            shown=top if params["format"] == "text" and not out else SHOWN,
        ),
    )
    format = str(params["format"])
    if format == "text":
        data(exposure_text(found, width=width(), top=top, tree=tree))
    else:
        records(exposure_data(found) if format != "csv" else None, exposure_rows(found), format)
    for file in out if isinstance(out, tuple) else ():
        write(found, file, chart=str(params["chart"]))
        tell(f"Wrote {file}.")
    if isinstance(params["answers_file"], Path):
        write_answers(found, params["answers_file"], on=today())
        tell(f"Wrote {params['answers_file']}: use it with `sekisho bulk BOOK --answers {params['answers_file']}`.")


SHOWN: Final = 1_000
"""Products of which files and data list the curbed parts."""


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _bill(params: dict[str, object], library: Library) -> Bill:
    more, mapping, rates = params["more"], params["mapping"], params["rates"]
    assert isinstance(params["bom"], Path)  # noqa: S101 - click gives a path
    return bill_of(
        params["bom"],
        library,
        more=more if isinstance(more, tuple) else (),
        mapping=mapping if isinstance(mapping, tuple) else (),
        sheet=str(params["sheet"]),
        currency=str(params["currency"]),
        rates=rates if isinstance(rates, tuple) else (),
        strict=bool(params["strict"]),
    )


def _territory(library: Library, text: str) -> str:
    code = territories_of(library).code(text)
    if not code:
        known = library.code_names.get("iso/3166", {})
        remedy = f"{did_you_mean(text.upper(), known)} Expected a code of ISO 3166, such as JP.".strip()
        raise BillError(Problem(where="made-in", what=f"'{text}' is not a territory.", remedy=remedy))
    return code


def _national(library: Library, params: dict[str, object], reading: Reading, assume: dict[str, str]) -> National:
    """Put the scenario and its model together."""
    from sekisho.exposure.scenario import national_of
    from sekisho.impact.simulation import RunSettings

    settings = RunSettings(
        months=_number(params["months"]),
        reading=reading,
        draws=_number(params["draws"]) or 0,
        seed=_number(params["seed"]) or 0,
        assume=assume,
        cache=cache_folder(),
        flows=flows_folder(),
    )
    return national_of(library, str(params["scenario"]), settings, sector=str(params["sector"]), tables=tables_folder())
