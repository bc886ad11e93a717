"""Printing: data to stdout, narration and problems to stderr, colour only on a terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

import click
from click.core import ParameterSource

from sekisho.errors import Problem, did_you_mean, nearest
from sekisho.files.records import written
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.message import Text, joined, message
from sekisho.present.render.terminal import DEFAULT_WIDTH
from sekisho.regex import regex

NARROWEST = 60
BAR = 24
"""Cells of the progress bar."""


def width() -> int:
    """Cells of a line: the terminal's, up to what reads well; always the same for a file."""
    if not sys.stdout.isatty():
        return DEFAULT_WIDTH
    import shutil  # what packs and unpacks files comes with it

    return max(NARROWEST, min(DEFAULT_WIDTH, shutil.get_terminal_size().columns))


def say(text: str) -> str:
    """Tell a text in the language of the command."""
    return Translator(spoken_language()).say(text)


def data(lines: Iterable[str]) -> None:
    """Print the answer, in the language of the command."""
    click.echo("\n".join(map(say, lines)))


def records(value: object, rows: Iterable[Mapping[str, object]], format: str) -> None:
    """Print data as JSON, YAML or CSV."""
    click.echo(written(value, rows, format))


def tell(text: str) -> None:
    """Say what is being done, in the language of the command; not part of the answer."""
    click.echo(say(text), err=True)


def wrote(file: object) -> Text:
    """Say that a file was written."""
    return message("command.wrote", "Wrote {file}.", file=str(file))


def usage_error(text: str) -> click.UsageError:
    """Return the error of options that do not go together, in the language of the command."""
    return UsageFault(text)


class UsageFault(click.UsageError):
    """A mistake in the options of a command, told with its frame in the language of the command."""

    def __init__(self, text: str) -> None:
        """Take the mistake, with the command that runs and its language: both are gone when it is shown."""
        self.say = Translator(spoken_language()).say
        super().__init__(self.say(text), ctx=click.get_current_context(silent=True))

    def show(self, file: IO[str] | None = None) -> None:
        """Print how the command is used, where more is said, and the mistake."""
        say = self.say
        out = sys.stderr if file is None else file
        if self.ctx is not None:
            formatter = self.ctx.make_formatter()
            pieces = " ".join(self.ctx.command.collect_usage_pieces(self.ctx))
            formatter.write_usage(self.ctx.command_path, pieces, prefix=f"{say(message('command.usage', 'Usage:'))} ")
            more = message("command.try_help", "Try '{command} --help' for help.", command=self.ctx.command_path)
            click.echo(f"{formatter.getvalue()}{say(more)}\n", file=out)
        click.echo(say(message("command.error", "Error: {what}", what=Text(self.message))), file=out)


_BEYOND: Final = regex(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
"""What click says of words beyond those of a command; it raises no error of its own for them."""


def told_fault(fault: click.UsageError) -> click.UsageError:
    """Return a mistake that click found as it is told in the language of the command; in English click's own words.

    Of an option that a command does not have, click names those alone that are spelled alike.
    """
    if spoken_language() == "en" and not isinstance(fault, click.NoSuchOption):
        return fault
    text: str = fault.message
    match fault:
        case click.MissingParameter(param=click.Parameter() as param):
            text = message("command.missing", "{option} is missing.", option=_named(param))
        case click.NoSuchOption():
            none = message("command.no_option", "There is no option {option}.", option=fault.option_name)
            text = joined([none, _option_meant(fault)], "sentence")
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as param):
            known = ", ".join(map(str, choice.choices))
            text = message("command.no_choice", "{option} takes one of {choices}.", option=_named(param), choices=known)
        case click.BadParameter(param=click.Parameter(type=click.IntRange(min=int(least), max=int(most))) as param):
            text = message(
                "command.no_number_within",
                "{option} takes a whole number from {least} to {most}.",
                option=_named(param),
                least=f"{least:,}",
                most=f"{most:,}",
            )
        case click.BadParameter(param=click.Parameter(type=click.IntRange(min=int(least))) as param):
            text = message(
                "command.no_number_from",
                "{option} takes a whole number of at least {least}.",
                option=_named(param),
                least=f"{least:,}",
            )
        case click.BadParameter(param=click.Parameter(type=click.IntRange() | click.types.IntParamType()) as param):
            text = message("command.no_number", "{option} takes a whole number.", option=_named(param))
        case click.BadParameter(param=click.Parameter(type=click.FloatRange() | click.types.FloatParamType()) as param):
            text = message("command.no_figure", "{option} takes a number.", option=_named(param))
        case click.NoSuchCommand():
            none = message("command.no_command", "No command '{name}'.", name=fault.command_name)
            text = joined([none, did_you_mean(fault.command_name, fault.possibilities or ())], "sentence")
        case click.BadOptionUsage() if "requires an argument" in text:
            text = message("command.needs_value", "{option} needs a value.", option=fault.option_name)
        case click.BadOptionUsage():
            text = message("command.takes_no_value", "{option} takes no value.", option=fault.option_name)
        case _ if (words := _BEYOND.match(text)) is not None:
            text = message("command.words_beyond", "'{words}' is more than the command takes.", words=words[1])
        case _:
            pass  # what a command says of its own options is told already
    worded = UsageFault(text)
    worded.ctx = fault.ctx or worded.ctx
    return worded


_OTHER_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "--from": ("--since", "--departure", "--origin"),
    "--to": ("--until", "--destination"),
    "--hs": ("--hs-code",),
    "--hs-code": ("--hs",),
    "--code": ("--control-codes", "--code"),
    "--item": ("--description",),
    "--goods": ("--description",),
    "--buyer": ("--importer", "--end-user"),
    "--customer": ("--end-user",),
    "--user": ("--end-user",),
    "--use": ("--end-use",),
    "--consignee": ("--importer",),
    "--seller": ("--exporter",),
    "--supplier": ("--exporter",),
    "--date": ("--as-of",),
    "--on": ("--as-of",),
    "--day": ("--as-of",),
    "--lang": ("--language",),
    "--output": ("--out",),
    "--json": ("--format",),
    "--verbose": ("--full",),
    "--all": ("--full",),
    "--explain": ("--why",),
    "--scenario": ("--preset",),
    "--duration": ("--months",),
}
"""What people call options that have other names here, or that another command calls so."""


def _option_meant(fault: click.NoSuchOption) -> str:
    """Name the option that is meant by one that a command does not have."""
    params = fault.ctx.command.params if fault.ctx is not None else ()
    own = {name.lstrip("-"): name for param in params for name in param.opts}
    meant = next((name for name in _OTHER_NAMES.get(fault.option_name, ()) if name in own.values()), "")
    meant = meant or own.get(nearest(fault.option_name.lstrip("-"), own), "")
    return did_you_mean(meant, [meant]) if meant else ""


def _named(param: click.Parameter) -> str:
    """Name an option as it is typed, an argument as the help names it."""
    return param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name


def problems(found: Iterable[Problem]) -> None:
    """Print each problem, in the language of the command."""
    for problem in found:
        click.echo(str(problem.translate(say)), err=True)


_LANGUAGE: Final = "sekisho.language"
"""Where the language of the command that runs is noted, for what goes wrong in it."""
_BEFORE: Final = "sekisho.language_before"
"""Where a language that stands before the command is noted."""


def keep_language(context: click.Context, param: click.Parameter, value: str) -> str:
    """Note the language that a command was asked for, so that its errors are told in it.

    One that stands before the command holds for it, unless the command has a --language of its own.
    """
    meta = context.find_root().meta
    source = context.get_parameter_source(param.name or "")
    if source is not ParameterSource.COMMANDLINE and _BEFORE in meta:
        value = str(meta[_BEFORE])
    meta[_LANGUAGE] = value
    return value


def note_language(context: click.Context, words: Sequence[str]) -> list[str]:
    """Note the language that a command asks for before its words are read: a mistake among them is told in it.

    Returns
    -------
    list[str]
        The words without a --language that stands before the command.
    """
    meta = context.find_root().meta
    rest: list[str] = []
    words, at = list(words), 0
    while at < len(words):
        name, equals, value = words[at].partition("=")
        taken = 1
        if name == "--language":
            value = value if equals else "".join(words[at + 1 : at + 2])
            meta[_LANGUAGE] = value
            if not any(not word.startswith("-") for word in rest):
                taken = 1 if equals else 2
                if value not in LANGUAGES:
                    raise usage_error(
                        message(
                            "command.no_choice",
                            "{option} takes one of {choices}.",
                            option="--language",
                            choices=", ".join(LANGUAGES),
                        )
                    )
                meta[_BEFORE] = value
                at += taken
                continue
        rest.append(words[at])
        at += taken
    return rest


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
            click.echo(f"\r\x1b[K{'█' * full}{'░' * (BAR - full)} {part:4.0%} {say(stage)}", err=True, nl=False)
