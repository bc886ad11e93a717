"""What `--help` says, in three languages: the help of commands and options, and the words that click adds to it.

A command's help is its docstring, an option's help stands where the option is made: both in English, both plain
strings. Their id in the catalogue `help` is worked out of the text itself, so that a text that changes is translated
anew and one that many commands share is translated once.
"""

from __future__ import annotations

import copy
import hashlib
import inspect
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

import click

from sekisho.i18n.messages import Translator
from sekisho.message import Message, message
from sekisho.present.render.terminal import cells, wrap

_DIGITS: Final = 10
"""Of the digest that tells a text apart: 40 bits, where some 400 texts are told apart."""
_FIRST_COLUMN: Final = 30
"""Cells of the column of options at most; click's own measure, so that the languages look alike."""
CLICKS_OWN: Final = ("Show this message and exit.",)
"""Help that click writes of its own option."""
_AnyCommand = TypeVar("_AnyCommand", bound=click.Command)
_VERBATIM: Final = "\b"
"""Stands alone on the first line of a paragraph whose lines stay as they are."""


def help_text(text: str) -> Message:
    """Give a help text its id.

    >>> help_text("Threads. Default: all cores.").id
    'help.6195990487'
    """
    plain = inspect.cleandoc(text)
    digest = hashlib.sha256(plain.encode()).hexdigest()[:_DIGITS]
    return Message(f"help.{digest}", plain.replace("{", "{{").replace("}", "}}"), {})


def help_texts(command: click.Command) -> Iterator[str]:
    """Go through the texts of a command and of those below it."""
    yield from filter(None, (command.help, command.epilog, command.short_help))
    for param in command.params:
        if isinstance(param, click.Option) and param.help:
            yield param.help
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from help_texts(below)


class SpokenOption(click.Option):
    """An option whose default and bounds are told in words of the language."""

    translator: Translator

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the flags with their help, and beside it whether it is needed, its default and its bounds."""
        if self.hidden:
            return None
        extra = self.get_help_extra(ctx)
        more: list[str] = []
        if "default" in extra:
            more.append(message("command.option_default", "default: {value}", value=extra["default"]))
        if "range" in extra:
            more.append(extra["range"])
        if "required" in extra:
            more.append(message("command.option_required", "required"))
        bounds = "; ".join(map(self.translator.say, more))
        return self.get_help_spec(ctx), f"{self.help or ''}  [{bounds}]".strip() if bounds else self.help or ""


class SpokenFormatter(click.HelpFormatter):
    """Lays help out by cells, so that wide letters fit, and says click's own words in the language."""

    translator: Translator = Translator()

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, prefix or self._say(message("command.usage", "Usage:")) + " ")

    def write_heading(self, heading: str) -> None:
        """Write the head of a part."""
        title = {
            "Options": message("command.options", "Options:"),
            "Commands": message("command.commands", "Commands:"),
        }.get(heading, f"{heading}:")
        self.write(f"{'':>{self.current_indent}}{self._say(title)}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs; one that begins with a mark keeps its lines."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            self._write_lines(paragraph, self.current_indent, self.width)

    def write_dl(
        self,
        rows: object,
        col_max: int = _FIRST_COLUMN,
        col_spacing: int = 2,
    ) -> None:
        """Write names, and beside each what it is for."""
        pairs: list[tuple[str, str]] = list(rows)  # type: ignore[call-overload]
        column = min(max((cells(name) for name, _ in pairs), default=0), col_max) + col_spacing
        for name, text in pairs:
            lead = " " * self.current_indent + name
            lines = self._wrapped(self._say(help_text(text)), max(self.width - column - self.current_indent, col_max))
            if not lines or cells(name) > column - col_spacing:
                self.write(lead + "\n")
            else:
                self.write(lead + " " * (column - cells(name)) + lines.pop(0) + "\n")
            for line in lines:
                self.write(" " * (self.current_indent + column) + line + "\n")

    def _write_lines(self, paragraph: str, indent: int, width: int) -> None:
        if paragraph.startswith(_VERBATIM):
            lines: Sequence[str] = paragraph.removeprefix(_VERBATIM).strip("\n").split("\n")
        else:
            lines = self._wrapped(_one_line(paragraph), width - indent)
        self.write("".join(f"{' ' * indent}{line}\n" for line in lines))

    def _wrapped(self, text: str, width: int) -> list[str]:
        return wrap(text, width=width) if text else []

    def _say(self, text: str) -> str:
        return self.translator.say(text)


def _one_line(paragraph: str) -> str:
    r"""Join the lines of a paragraph; between wide letters nothing stands.

    >>> _one_line("one\ntwo"), _one_line("一行\n二行")
    ('one two', '一行二行')
    """
    joined = ""
    for line in paragraph.split("\n"):
        # A wide letter takes two cells.
        glue = "" if not joined or cells(joined[-1]) == cells(line[:1]) == 2 else " "  # noqa: PLR2004
        joined += glue + line
    return joined


def spoken(command: _AnyCommand, language: str) -> _AnyCommand:
    """Return a command as it is told in a language: a copy, since others may ask for it in another."""
    translator = Translator(language)

    class _Formatter(SpokenFormatter):
        pass

    class _Context(click.Context):
        formatter_class = _Formatter

    _Formatter.translator = translator
    return _spoken(command, translator, _Context)


def _spoken(command: _AnyCommand, translator: Translator, context: type[click.Context]) -> _AnyCommand:
    told = copy.copy(command)
    told.context_class = context
    for name in ("help", "short_help", "epilog"):
        if text := getattr(command, name):
            setattr(told, name, translator.say(help_text(text)))
    told.params = [_spoken_option(param, translator) for param in command.params]
    if isinstance(told, click.Group):
        told.commands = {name: _spoken(below, translator, context) for name, below in told.commands.items()}
    return told


def _spoken_option(param: click.Parameter, translator: Translator) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    told = copy.copy(param)
    told.__class__ = SpokenOption
    assert isinstance(told, SpokenOption)  # noqa: S101 - it was made so
    told.translator = translator
    told.help = translator.say(help_text(param.help))
    return told
