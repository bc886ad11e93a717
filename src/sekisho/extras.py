"""What an extra holds: told once, for every command and every function that finds a package missing.

A command line or a function that needs a package of an extra says which extra to install, in place of the name of a
module. Nothing here imports any of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ContextDecorator
from typing import Final

from sekisho.errors import InstallationError, Problem
from sekisho.message import filled, message

EXTRAS: Final = (
    (
        ("pdfminer", "pdfplumber"),
        message("command.needs_pdf", "PDF files need pdfplumber, which is not installed."),
        message("command.install_pdf", "Install it with `pip install 'sekisho[books]'`, or give the list as CSV."),
    ),
    (
        ("confusable_homoglyphs", "pypinyin", "rapidfuzz", "sudachipy"),
        message("command.needs_screening", "screening needs {package}, which is not installed.", package="{package}"),
        message(
            "command.install_screening",
            "Install it with `pip install 'sekisho[books]'`; without it only equal names are found.",
        ),
    ),
    (
        ("opencc", "pint"),
        message("command.needs_classification", "classification needs OpenCC and Pint, which are not installed."),
        message(
            "command.install_classification",
            "Install them with `pip install 'sekisho[books]'`; one line is determined without them.",
        ),
    ),
    (
        ("pyspark", "py4j", "pyarrow"),
        message("command.needs_spark", "--engine spark needs {package}, which is not installed.", package="{package}"),
        message(
            "command.install_spark",
            "Install it with `pip install 'sekisho[spark]'`, or leave out --engine: DuckDB needs no Spark.",
        ),
    ),
    (
        ("altair", "vl_convert"),
        message(
            "command.needs_charts", "costs, products and charts need Altair and vl-convert, which are not installed."
        ),
        message(
            "command.install_charts",
            "Install them with `pip install 'sekisho[economy]'`; shipments and order lists need none of them.",
        ),
    ),
    (
        ("jinja2", "markupsafe", "xlsxwriter"),
        message("command.needs_reports", "reports need Jinja2 and XlsxWriter, which are not installed."),
        message(
            "command.install_reports",
            "Install them with `pip install 'sekisho[books]'`; the results file itself needs none of them.",
        ),
    ),
    (
        ("argon2",),
        message("command.needs_accounts", "accounts need {package}, which is not installed.", package="{package}"),
        message(
            "command.install_accounts",
            "Install it with `pip install 'sekisho[web]'`; every other command works without it.",
        ),
    ),
    (
        ("sqlalchemy", "alembic"),
        message("command.needs_store", "the store needs {package}, which is not installed.", package="{package}"),
        message("command.install_store", "Install it with `pip install 'sekisho[books]'`, or leave the store out."),
    ),
    (
        ("psycopg",),
        message("command.needs_store", "the store needs {package}, which is not installed.", package="{package}"),
        message(
            "command.install_store_postgres",
            "Install it with `pip install 'sekisho[postgres]'`, or leave the store out.",
        ),
    ),
    (
        ("scipy",),
        message("command.needs_impact", "what a measure costs needs SciPy, which is not installed."),
        message(
            "command.install_impact",
            "Install it with `pip install 'sekisho[economy]'`; what a measure says needs none of it.",
        ),
    ),
    (
        ("duckdb", "numpy"),
        message(
            "command.needs_bulk", "order lists and input-output tables need DuckDB and numpy, which are not installed."
        ),
        message(
            "command.install_bulk",
            "Install them with `pip install 'sekisho[books]'`; one line is determined without them.",
        ),
    ),
)
"""Modules that an extra holds, what needs them, how to install it, and what can be done without it."""

OTHERS: Final[Mapping[str, tuple[str, ...]]] = {
    "books": (
        *("calamine", "charset_normalizer", "cryptography", "defusedxml", "obstore", "pg8000", "pypdfium2"),
        *("python_calamine", "scramp", "sudachidict_core", "weasyprint"),
    ),
    "web": ("fastapi", "multipart", "pydantic", "python_multipart", "starlette"),
    "agents": ("anyio", "mcp", "mcp_types", "uvicorn"),
    "spark": ("grpc", "pandas"),
    "all": ("llvmlite", "numba"),
}
"""Modules of which nothing more is to be said than the extra that holds them, by extra."""


def absent_extra(module: str) -> Problem | None:
    """Say which extra holds a module that is not installed; None if no extra does.

    >>> print(absent_extra("rapidfuzz.distance").remedy)
    Install it with `pip install 'sekisho[books]'`; without it only equal names are found.
    >>> absent_extra("tomorrow")
    """
    package = module.partition(".")[0]
    for modules, what, remedy in EXTRAS:
        if package in modules:
            return Problem(what=filled(what, package=package), remedy=remedy)
    for extra, packages in OTHERS.items():
        if package in packages:
            return Problem(
                what=message("error.needs_package", "this needs {package}, which is not installed.", package=package),
                remedy=message(
                    "error.install_extra", "Install it with `{install}`.", install=f"pip install 'sekisho[{extra}]'"
                ),
            )
    return None


class _ExtrasTold(ContextDecorator):
    """What `extras_told` returns; it keeps nothing, so that one serves every call of a function."""

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        """Raise what says which extra holds a module that is missing."""
        if isinstance(fault, ModuleNotFoundError) and (problem := absent_extra(fault.name or "")) is not None:
            raise InstallationError(problem) from fault


def extras_told() -> _ExtrasTold:
    """Say of a module that is missing which extra holds it; around a command, or as a decorator of a function.

    Raises
    ------
    InstallationError
        In place of the fault of Python, if an extra holds the module.
    """
    return _ExtrasTold()
