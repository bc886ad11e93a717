"""The group of all commands; each is imported when it is called, so that one line is judged fast."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from importlib import import_module
from typing import Final, NamedTuple

import click

import sekisho
from sekisho.cli.console import keep_language, note_language, problems, spoken_language, told_fault, usage_error
from sekisho.errors import Problem, SekishoError, did_you_mean
from sekisho.files.formats import FULL, MAKE_ROOM, sharing
from sekisho.files.temporary import raised_when_ended, sweep
from sekisho.i18n.languages import LANGUAGES
from sekisho.message import joined, message


class CommandPlace(NamedTuple):
    """Where a command stands, and what `sekisho --help` says of it without importing it.

    Parameters
    ----------
    module
        The module of `sekisho.cli` that holds it.
    function
        The name of its function, where Python has one of the command's name.
    """

    module: str
    short_help: str
    function: str = ""


COMMANDS: Final = {
    "check": CommandPlace("check", "Determine one line: from a few words, from flags, from a case file, or by asking."),
    "readings": CommandPlace("check", "The same line with the disputed words read otherwise, one at a time."),
    "compare": CommandPlace("compare", "Set two answers side by side: another day, place, user or reading."),
    "map": CommandPlace(
        "map", "Show which column of an order list is which fact, and write it down.", function="map_book"
    ),
    "bulk": CommandPlace("bulk", "Determine every line of an order list."),
    "explain": CommandPlace("bulk", "Judge one line of a bulk run again, with its reasons."),
    "rescreen": CommandPlace("rescreen", "Say which lines of a saved run another law changes."),
    "watch": CommandPlace("watch", "Look again at a book or at results; exit 40 if something changed."),
    "settle": CommandPlace("settle", "Which answers decide most open lines of a run."),
    "letters": CommandPlace("letters", "Write drafts to suppliers and customers about the open lines of a run."),
    "report": CommandPlace(
        "report", "Write the results of a run as one page of HTML or PDF, or as a workbook of Excel."
    ),
    "measures": CommandPlace("law", "List the measures, with their state on a day."),
    "show": CommandPlace("law", "Show one measure, clause or control code."),
    "changed": CommandPlace(
        "law_history", "What changed in the law over a span of days; what is pending and not known."
    ),
    "timeline": CommandPlace("law_history", "The time line of a measure, or of what the export of a code needed."),
    "facts": CommandPlace("law", "List the facts that may be known of a line, or explain one."),
    "classify": CommandPlace("classify", "Find the code of the control list that an item may fall under."),
    "parameters": CommandPlace("classify", "List the technical parameters that limits of the list measure."),
    "screen": CommandPlace("screen", "Compare names with the lists of parties."),
    "decide": CommandPlace("register", "Decide whether a name is a listed party, and keep it."),
    "decisions": CommandPlace("register", "List the decisions on names, or take one back."),
    "impact": CommandPlace("impact", "Say what a measure or a scenario costs, with its band."),
    "nowcast": CommandPlace("nowcast", "Compare a scenario with what was observed; forecast, and score forecasts."),
    "exposure": CommandPlace("exposure", "Say which products of a bill of materials are affected."),
    "dependence": CommandPlace("dependence", "Who sells a material to an importer, over time, and what else there is."),
    "coverage": CommandPlace("law", "Say which measures and lists are included, and how far sources were read."),
    "serve": CommandPlace("serve", "Pages and REST on this computer, in a browser, without network."),
    "mcp": CommandPlace("agents", "Answer agents over the Model Context Protocol."),
    "accounts": CommandPlace("accounts", "Accounts of a server that several people use."),
    "data": CommandPlace("data", "Add a list, an input-output table or trade flows of your own, and put them in use."),
    "table": CommandPlace("table", "Show an input-output table and check its identities."),
    "store": CommandPlace("store", "Keep runs, answers and decisions in a database, with an audit trail."),
    "audit": CommandPlace("audit", "Check, list and write out the audit trail of a store."),
    "lint": CommandPlace("law", "Check measure files and the tables beside them."),
    "test": CommandPlace("law", "Run the golden cases of data packages.", function="test_cases"),
    "new": CommandPlace("new", "Begin a data package of another country's law."),
    "template": CommandPlace("example", "Write an empty order list with the right header."),
    "example": CommandPlace("example", "Make example data."),
}
"""The commands in the order of the help text."""

USERS_MISTAKE: Final = 1
SIGNALLED: Final = 128
"""Added to the number of the signal that ended a command, as shells do."""
SHARED: Final = "--shared"
LANGUAGE: Final = click.Option(
    ["--language"],
    type=click.Choice(LANGUAGES),
    default="en",
    envvar="SEKISHO_LANGUAGE",
    show_default=True,
    callback=keep_language,
    expose_value=False,
    help="Of what people read; SEKISHO_LANGUAGE sets it for all commands.",
)
"""The choice of a language of a command whose texts ask for it where they are printed."""


def speak(command: click.Command) -> None:
    """Give a command, and those below it, the choice of a language, where it takes none itself."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            speak(each)
    elif all("--language" not in param.opts for param in command.params):
        command.params.append(LANGUAGE)


_OTHER_NAMES: Final[Mapping[str, str]] = {
    "history": "timeline",
    "cost": "impact",
    "loss": "impact",
    "scenario": "impact",
    "book": "bulk",
    "list": "bulk",
    "orders": "bulk",
    "bom": "exposure",
    "party": "screen",
    "name": "screen",
    "code": "show",
    "item": "classify",
    "ask": "check",
    "determine": "check",
    "law": "measures",
    "diff": "changed",
    "changes": "changed",
    "questions": "settle",
    "forecast": "nowcast",
}
"""What people call commands that have other names here: names of pages, of functions of Python, and of what one has."""


def _as_point(text: str) -> str:
    """Write a text that begins as a point of a list with another mark: an option has no space behind its dash.

    >>> _as_point("- gallium to Japan"), _as_point("-h"), _as_point("-"), _as_point("- ")
    ('• gallium to Japan', '-h', '-', '')
    """
    if not text.startswith(("- ", "-\t", "-\u3000")):
        return text
    return f"•{text[1:]}" if text[1:].strip() else ""


class Commands(click.Group):
    """Finds commands by name and prints what sekisho raises on purpose without a stack trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands in the order in which a newcomer needs them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        command = getattr(import_module(f"sekisho.cli.{place.module}"), place.function or cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - COMMANDS names commands
        command.short_help = place.short_help
        speak(command)
        if (language := spoken_language()) != "en":
            from sekisho.cli.help_texts import spoken

            return spoken(command, language)
        return command

    def get_help(self, ctx: click.Context) -> str:
        """Return the help of the program in the language that was asked for."""
        if (language := spoken_language()) == "en":
            return super().get_help(ctx)
        from sekisho.cli.help_texts import spoken

        told = spoken(self, language)
        context = told.context_class(told, info_name=ctx.info_name, terminal_width=ctx.terminal_width)
        context.max_content_width, context.help_option_names = ctx.max_content_width, ctx.help_option_names
        return click.Group.get_help(told, context)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by what is noted of them, so that `--help` imports none."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.short_help) for name, place in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take --shared wherever it stands: it is about all files that a command writes."""
        end = args.index("--") if "--" in args else len(args)
        ctx.meta[SHARED] = SHARED in args[:end]
        words = note_language(ctx, [_as_point(each) for each in args[:end] if each != SHARED])
        return super().parse_args(ctx, [*words, *args[end:]])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or name the nearest one."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            hint = did_you_mean(_OTHER_NAMES.get(args[0].casefold(), args[0]), COMMANDS)
            none = message("command.no_command", "No command '{name}'.", name=args[0])
            lists = message("command.help_lists", "`sekisho --help` lists all.")
            raise usage_error(joined([none, hint, lists], "sentence"))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a user's mistake is printed and ends with exit code 1, a signal with 128 and its number."""
        sweep()
        with raised_when_ended() as came:
            try:
                with sharing(shared=bool(ctx.meta.get(SHARED))):
                    return self._invoke(ctx)
            except KeyboardInterrupt:
                if not came:
                    raise
        return ctx.exit(SIGNALLED + came[0])

    def _invoke(self, ctx: click.Context) -> object:
        found: object = None
        try:
            found = super().invoke(ctx)
        except click.UsageError as fault:
            raise told_fault(fault) from fault
        except SekishoError as fault:
            problems(fault.problems)
        except OSError as fault:
            if fault.filename is None and fault.errno not in FULL:
                raise
            problems([Problem(where=str(fault.filename or ""), what=_what_came(fault), remedy=_way_out(fault))])
        except ModuleNotFoundError as fault:
            from sekisho.extras import absent_extra

            absent = absent_extra(fault.name or "")
            if absent is None:
                raise
            problems([absent])
        except UnicodeDecodeError as fault:
            problems(
                [
                    Problem(
                        what=message(
                            "command.not_utf8", "a file is not UTF-8 text (byte {byte}).", byte=fault.start + 1
                        ),
                        remedy=message("command.save_utf8", "Save it as UTF-8."),
                    )
                ]
            )
        else:
            return found
        return ctx.exit(USERS_MISTAKE)


def _what_came(fault: OSError) -> str:
    """Say why a file cannot be read or written, as the system does."""
    match fault:
        case FileNotFoundError():
            return message("command.absent_file", "no such file or directory.")
        case IsADirectoryError():
            return message("command.a_folder", "is a directory.")
        case NotADirectoryError():
            return message("command.no_folder", "not a directory.")
        case PermissionError() if fault.errno == errno.EACCES:
            return message("command.no_rights", "permission denied.")
        case _:
            why = fault.strerror.lower() if fault.strerror else message("command.cannot_be_read", "cannot be read")
            return message("command.fault", "{why}.", why=why)


def _way_out(fault: OSError) -> str:
    """Say what to do about a file that cannot be read or written."""
    match fault:
        case FileNotFoundError():
            return message("command.check_path", "Check the path; a folder to write to must be there already.")
        case IsADirectoryError() | NotADirectoryError():
            return message("file.name_file", "Name a file.")
        case PermissionError():
            return message(
                "command.other_place_or_rights", "Choose another place, or change who may read and write there."
            )
        case OSError() if fault.errno in FULL:
            return MAKE_ROOM
        case _:
            return message("command.other_place", "Choose another place.")


@click.group(
    cls=Commands,
    epilog="\b\nExamples:\n"
    "  sekisho check --control-codes 1C905.a --departure CN --destination JP\n"
    "  sekisho bulk orders.csv -o results.parquet\n"
    "  sekisho show cn/2026-01-japan-dual-use",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(SHARED, is_flag=True, expose_value=False, help="Let others on this machine read the files written.")
@click.version_option(sekisho.__version__, prog_name="sekisho")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Export controls as data: what the measures say of a shipment, as of a date.

    An answer covers the measures on file alone; `sekisho coverage` says which. Files that are written
    are for you alone; with --shared, others on this machine may read them as far as your umask lets them.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
