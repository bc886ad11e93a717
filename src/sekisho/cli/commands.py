"""The group of all commands; each is imported when it is called, so that one line is judged fast."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Final

import click

import sekisho
from sekisho.cli.output import problems
from sekisho.errors import Problem, SekishoError, did_you_mean
from sekisho.trade.file import FULL, MAKE_ROOM

COMMANDS: Final = {
    "check": "check",
    "readings": "check",
    "map": "mapping",
    "bulk": "book",
    "explain": "book",
    "rescreen": "rescreen",
    "watch": "watch",
    "settle": "settle",
    "report": "report",
    "measures": "law",
    "show": "law",
    "changed": "history",
    "timeline": "history",
    "facts": "law",
    "classify": "items",
    "parameters": "items",
    "screen": "parties",
    "impact": "impact",
    "exposure": "exposure",
    "dependence": "dependence",
    "coverage": "law",
    "serve": "serve",
    "data": "data",
    "table": "table",
    "store": "store",
    "audit": "audit",
    "lint": "law",
    "template": "files",
    "example": "files",
}
"""Command to the module of `sekisho.cli` that holds it, in the order of the help text."""

FUNCTIONS: Final = {"map": "map_book"}
"""Commands whose function has another name, since Python has one of theirs."""

USERS_MISTAKE: Final = 1


SCREEN_MODULES = frozenset({"cleanco", "confusable_homoglyphs", "pypinyin", "rapidfuzz", "sudachipy"})
"""Modules of the extra `screen`."""
BULK_MODULES = frozenset({"duckdb", "numpy"})
"""Modules of the extra `bulk`."""
LIST_MODULES = frozenset({"pdfminer", "pdfplumber"})
"""Modules of the extra `lists`."""
SPARK_MODULES = frozenset({"pyspark", "py4j", "pyarrow"})
"""Modules of the extra `spark`."""
CLASSIFY_MODULES = frozenset({"bm25s", "opencc", "pint"})
"""Modules of the extra `classify`."""
IMPACT_MODULES = frozenset({"scipy"})
"""Modules of the extra `impact`."""
REPORT_MODULES = frozenset({"jinja2", "markupsafe", "xlsxwriter"})
"""Modules of the extra `report`."""
CHART_MODULES = frozenset({"altair", "vl_convert"})
"""Modules of the extra `charts`."""
STORE_MODULES = {"sqlalchemy": "store", "alembic": "store", "psycopg": "store-postgres"}
"""Modules of the extras `store` and `store-postgres`."""


class Commands(click.Group):
    """Finds commands by name and prints what sekisho raises on purpose without a stack trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands in the order in which a newcomer needs them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found = getattr(import_module(f"sekisho.cli.{module}"), FUNCTIONS.get(cmd_name, cmd_name))
        assert isinstance(found, click.Command)  # noqa: S101 - COMMANDS names commands
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or name the nearest one."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            hint = did_you_mean(args[0], COMMANDS)
            ctx.fail(f"No command '{args[0]}'. {hint} `sekisho --help` lists all.".replace("  ", " "))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a user's mistake is printed and ends with exit code 1."""
        found: object = None
        try:
            found = super().invoke(ctx)
        except SekishoError as fault:
            problems(fault.problems)
        except OSError as fault:
            if fault.filename is None and fault.errno not in FULL:
                raise
            what = f"{(fault.strerror or 'cannot be read').lower()}."
            problems([Problem(where=str(fault.filename or ""), what=what, do=_way_out(fault))])
        except ModuleNotFoundError as fault:
            if fault.name in LIST_MODULES:
                do = "Install it with `pip install 'sekisho[lists]'`, or give the list as CSV."
                problems([Problem(what="PDF files need pdfplumber, which is not installed.", do=do)])
                return ctx.exit(USERS_MISTAKE)
            if fault.name in SCREEN_MODULES:
                do = "Install it with `pip install 'sekisho[screen]'`; without it only equal names are found."
                problems([Problem(what=f"screening needs {fault.name}, which is not installed.", do=do)])
                return ctx.exit(USERS_MISTAKE)
            if fault.name in CLASSIFY_MODULES:
                do = "Install them with `pip install 'sekisho[classify]'`; one line is determined without them."
                problems([Problem(what="classification needs bm25s, OpenCC and Pint, which are not installed.", do=do)])
                return ctx.exit(USERS_MISTAKE)
            if fault.name in SPARK_MODULES:
                do = "Install it with `pip install 'sekisho[spark]'`, or leave out --engine: DuckDB needs no Spark."
                problems([Problem(what=f"--engine spark needs {fault.name}, which is not installed.", do=do)])
                return ctx.exit(USERS_MISTAKE)
            if fault.name in REPORT_MODULES | CHART_MODULES:
                problems([_shown_without(fault.name)])
                return ctx.exit(USERS_MISTAKE)
            if fault.name in STORE_MODULES:
                do = f"Install it with `pip install 'sekisho[{STORE_MODULES[fault.name]}]'`, or leave the store out."
                problems([Problem(what=f"the store needs {fault.name}, which is not installed.", do=do)])
                return ctx.exit(USERS_MISTAKE)
            package = (fault.name or "").partition(".")[0]
            if package not in BULK_MODULES | IMPACT_MODULES:
                raise
            problems([_computed_without(package)])
        except UnicodeDecodeError as fault:
            problems([Problem(what=f"a file is not UTF-8 text (byte {fault.start + 1}).", do="Save it as UTF-8.")])
        else:
            return found
        return ctx.exit(USERS_MISTAKE)


def _shown_without(module: str) -> Problem:
    """Say which extra draws charts, or writes reports."""
    if module in CHART_MODULES:
        do = "Install them with `pip install 'sekisho[charts]'`; text and tables need none of them."
        return Problem(what="charts need Altair and vl-convert, which are not installed.", do=do)
    do = "Install them with `pip install 'sekisho[report]'`; the results file itself needs none of them."
    return Problem(what="reports need Jinja2 and XlsxWriter, which are not installed.", do=do)


def _computed_without(module: str) -> Problem:
    """Say which extra reads books and tables, or computes what a measure costs."""
    if module in IMPACT_MODULES:
        do = "Install it with `pip install 'sekisho[impact]'`; what a measure says is told without it."
        return Problem(what="what a measure costs needs SciPy, which is not installed.", do=do)
    do = "Install them with `pip install 'sekisho[bulk]'`; one line is determined without them."
    return Problem(what="order books and input-output tables need DuckDB and numpy, which are not installed.", do=do)


def _way_out(fault: OSError) -> str:
    """Say what to do about a file that cannot be read or written."""
    match fault:
        case FileNotFoundError():
            return "Check the path; a folder to write to must be there already."
        case IsADirectoryError() | NotADirectoryError():
            return "Name a file."
        case PermissionError():
            return "Choose another place, or change who may read and write there."
        case OSError() if fault.errno in FULL:
            return MAKE_ROOM
        case _:
            return "Choose another place."


@click.group(
    cls=Commands,
    epilog="\b\nExamples:\n"
    "  sekisho check --control-codes 1C905.a --departure CN --destination JP\n"
    "  sekisho bulk orders.csv -o results.parquet\n"
    "  sekisho show cn/2026-01-japan-dual-use",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(sekisho.__version__, prog_name="sekisho")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Export controls as data: what the measures say of a shipment, as of a date.

    An answer speaks of the measures loaded and of nothing else; `sekisho coverage` says which.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
