"""Printing: data to stdout, narration and problems to stderr, colour only on a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from sekisho.errors import Problem
from sekisho.report.layout import DEFAULT_WIDTH
from sekisho.report.records import written

NARROWEST = 60


def width() -> int:
    """Cells of a line: the terminal's, up to what reads well; always the same for a file."""
    if not sys.stdout.isatty():
        return DEFAULT_WIDTH
    return max(NARROWEST, min(DEFAULT_WIDTH, shutil.get_terminal_size().columns))


def data(lines: Iterable[str]) -> None:
    """Print the answer."""
    click.echo("\n".join(lines))


def records(value: object, rows: Iterable[Mapping[str, object]], form: str) -> None:
    """Print data as JSON, YAML or CSV."""
    click.echo(written(value, rows, form))


def tell(text: str) -> None:
    """Say what is being done; not part of the answer."""
    click.echo(text, err=True)


def problems(found: Iterable[Problem]) -> None:
    """Print each problem."""
    for problem in found:
        click.echo(str(problem), err=True)


def save(path: Path, text: str) -> None:
    """Write a small text file."""
    path.write_text(text, encoding="utf-8")
