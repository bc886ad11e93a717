"""Printing: data to stdout, narration and problems to stderr, colour only on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import click

from sekisho.errors import Problem
from sekisho.files.records import written
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.present.render.terminal import DEFAULT_WIDTH

NARROWEST = 60
BAR = 24
"""Cells of the progress bar."""


def width() -> int:
    """Cells of a line: the terminal's, up to what reads well; always the same for a file."""
    if not sys.stdout.isatty():
        return DEFAULT_WIDTH
    return max(NARROWEST, min(DEFAULT_WIDTH, shutil.get_terminal_size().columns))


def data(lines: Iterable[str]) -> None:
    """Print the answer."""
    click.echo("\n".join(lines))


def records(value: object, rows: Iterable[Mapping[str, object]], format: str) -> None:
    """Print data as JSON, YAML or CSV."""
    click.echo(written(value, rows, format))


def tell(text: str) -> None:
    """Say what is being done; not part of the answer."""
    click.echo(text, err=True)


def usage_error(text: str) -> click.UsageError:
    """Return the error of options that do not go together, in the language of the command."""
    return click.UsageError(Translator(spoken_language()).say(text), ctx=click.get_current_context(silent=True))


def problems(found: Iterable[Problem]) -> None:
    """Print each problem, in the language of the command."""
    say = Translator(spoken_language()).say
    for problem in found:
        click.echo(str(problem.translate(say)), err=True)


_LANGUAGE: Final = "sekisho.language"
"""Where the language of the command that runs is noted, for what goes wrong in it."""


def keep_language(context: click.Context, _: click.Parameter, value: str) -> str:
    """Note the language that a command was asked for, so that its errors are told in it."""
    context.find_root().meta[_LANGUAGE] = value
    return value


def spoken_language() -> str:
    """Return the language of the command that runs: what its --language says, else SEKISHO_LANGUAGE, else English."""
    context = click.get_current_context(silent=True)
    if context is not None and (said := context.find_root().meta.get(_LANGUAGE)) in LANGUAGES:
        return str(said)
    wanted = os.environ.get("SEKISHO_LANGUAGE", "")
    return wanted if wanted in LANGUAGES else "en"


def save(path: Path, text: str) -> None:
    """Write a small text file."""
    path.write_text(text, encoding="utf-8")


class Progress:
    """A bar on stderr while it is a terminal, and silence otherwise."""

    def __init__(self) -> None:
        """Find out whether anybody watches."""
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> Callable[[str, float], None]:
        """Return the function to which progress is told."""
        return self.tell

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self.shown:
            click.echo("\r\x1b[K", err=True, nl=False)

    def tell(self, stage: str, part: float) -> None:
        """Draw the stage and how far the run has come, 0 to 1."""
        if self.shown:
            full = round(BAR * min(1.0, max(0.0, part)))
            click.echo(f"\r\x1b[K{'█' * full}{'░' * (BAR - full)} {part:4.0%} {stage}", err=True, nl=False)
