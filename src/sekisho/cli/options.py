"""Options that several commands share, and what is made of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from sekisho.cli.console import keep_language, tell
from sekisho.errors import FactError, Problem
from sekisho.files.records import FORMATS
from sekisho.i18n.languages import LANGUAGES
from sekisho.law.model.assumptions import A_DAY as A_DAY  # noqa: PLC0414 - told to commands from here
from sekisho.law.model.assumptions import as_date as as_date  # noqa: PLC0414 - the same
from sekisho.law.model.assumptions import assumptions_of as assumptions_of  # noqa: PLC0414 - the same
from sekisho.law.model.assumptions import collecting as collecting  # noqa: PLC0414 - the same
from sekisho.law.model.assumptions import readings_of as readings_of  # noqa: PLC0414 - the same
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import built_in_facts
from sekisho.law.model.library import Library
from sekisho.machine import cache_folder as cache_folder  # noqa: PLC0414 - told to commands from here
from sekisho.machine import data_folder as data_folder  # noqa: PLC0414 - the same
from sekisho.machine import law_in_use as law_in_use  # noqa: PLC0414 - the same
from sekisho.machine import library_in_use
from sekisho.machine import today as today  # noqa: PLC0414 - the same
from sekisho.machine import user_folder as user_folder  # noqa: PLC0414 - the same
from sekisho.message import message
from sekisho.service.request import RequestField, fields_of
from sekisho.service.workspace import Workspace
from sekisho.trade.transaction import ALIASES

STORE_SETTING: Final = "SEKISHO_STORE"
"""Variable of the environment that names the store where no option does."""

Command = TypeVar("Command", bound=Callable[..., object])


def click_options(request: type, *names: str) -> Callable[[Command], Command]:
    """Give a command one option, or argument, for each field of a request, or for those named, in their order."""

    def decorate(command: Command) -> Command:
        for entry in reversed(fields_of(request, names)):
            command = _option(entry)(command)
        return command

    return decorate


def _option(entry: RequestField) -> Callable[[Command], Command]:
    """Make the option of a field: bounds and choices that the field says itself are left to the request."""
    ask = entry.ask
    if ask.argument:
        # Whether any is needed of several, a command says itself: some list what there is if none is named.
        nargs, required = (-1, False) if entry.shape == "list" else (1, entry.required)
        return click.argument(entry.name, metavar=ask.metavar or None, nargs=nargs, required=required)
    more: dict[str, Any] = {}
    if entry.shape == "flag" and ask.metavar:
        return click.option(
            entry.flag,
            entry.name,
            type=bool,
            metavar=ask.metavar,
            default="yes" if entry.default else "no",
            show_default=True,
            help=ask.help,
        )
    if entry.shape == "flag":
        flag = f"{entry.flag}/--no-{entry.flag.removeprefix('--')}" if entry.default else entry.flag
        return click.option(flag, entry.name, is_flag=True, default=entry.default, show_default=True, help=ask.help)
    if entry.shape in {"list", "pairs"}:
        more["multiple"] = True
    elif entry.default and not entry.required:
        more |= {
            "default": str(entry.default) if entry.shape == "choice" else entry.default,
            "show_default": not ask.left_out,
        }
    many = "; repeatable." if "multiple" in more else ask.help[-1]
    left_out = f" Default: {ask.left_out}." if ask.left_out else ""
    more |= {"callback": keep_language, "envvar": "SEKISHO_LANGUAGE"} if entry.name == "language" else {}
    return click.option(
        entry.flag,
        entry.name,
        type=_type(entry),
        metavar=ask.metavar or None,
        help=f"{ask.help[:-1]}{many}{left_out}",
        required=entry.required,
        **more,
    )


def _type(entry: RequestField) -> click.ParamType[Any] | type:
    ask = entry.ask
    ends: dict[str, Any] = {"min": ask.least, "max": ask.most}
    match entry.shape:
        case "choice" if not ask.metavar:
            return click.Choice(entry.choices)
        case "whole":
            return int if ask.refused else click.IntRange(**ends)
        case "number":
            return float if ask.refused else click.FloatRange(**ends)
        case "file" | "list" if entry.type is Path:
            return click.Path(path_type=Path)
        case _:
            return str


def measures_option(command: Command) -> Command:
    """Take the law from folders instead of the installed data packages."""
    return click.option(
        "--measures",
        "folders",
        multiple=True,
        metavar="FOLDER",
        type=click.Path(path_type=Path),
        help="Take the law from this data package; repeatable. Default: those installed.",
    )(command)


def language_option(command: Command) -> Command:
    """Choose the language in which people are told; data for programs are the same in every one."""
    return click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        default="en",
        envvar="SEKISHO_LANGUAGE",
        show_default=True,
        callback=keep_language,
        help="Of what people read; SEKISHO_LANGUAGE sets it for all commands.",
    )(command)


def format_option(command: Command) -> Command:
    """Choose between text for people and data for programs."""
    return click.option(
        "--format",
        "format",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How the answer is written.",
    )(command)


def as_of_option(command: Command) -> Command:
    """Choose the date of law."""
    return click.option("--as-of", metavar="DATE", help="Date of law, YYYY-MM-DD. Default: today.")(command)


def reading_options(command: Command) -> Command:
    """Choose how words are read and what is assumed of the law."""
    for option in (
        click.option(
            "--assume",
            multiple=True,
            metavar="NAME=VALUE",
            help="Assume a value for a named unknown of the law; repeatable.",
        ),
        click.option(
            "--term",
            "terms",
            multiple=True,
            metavar="ID=READING",
            help="How one disputed term is read; repeatable.",
        ),
        click.option(
            "--reading",
            metavar="READING",
            help="How all disputed terms are read: narrow, central or broad. Default: central.",
        ),
    ):
        command = option(command)
    return command


def fact_options(command: Command) -> Command:
    """Give the command one flag for each fact of the table."""
    return some_fact_options(built_in_facts())(command)


def some_fact_options(facts: Iterable[Fact]) -> Callable[[Command], Command]:
    """Give a command one flag for each of some facts."""

    def decorate(command: Command) -> Command:
        return _flagged(command, tuple(facts))

    return decorate


def _flagged(command: Command, facts: Sequence[Fact]) -> Command:
    for fact in reversed(facts):
        command = click.option(
            *flags(fact),
            f"fact_{fact.name}",
            multiple=fact.kind in {"codes", "map"},
            metavar=_metavar(fact),
            help=_help(fact),
        )(command)
    return command


def flags(fact: Fact) -> list[str]:
    """Name the flags of a fact: its own name, and what it is also called."""
    names = [fact.name, *(alias for alias, name in ALIASES.items() if name == fact.name)]
    return [f"--{name.replace('_', '-')}" for name in names]


def _metavar(fact: Fact) -> str:
    match fact.kind:
        case "choice":
            return "CHOICE"
        case "yes_no":
            return "[yes|no]"
        case "territory":
            return "TERRITORY"
        case "codes":
            return "CODES"
        case "map":
            return "NAME=VALUE"
        case "party":
            return "NAME"
        case "number" | "date":
            return fact.kind.upper()
        case _:
            return "TEXT"


def _help(fact: Fact) -> str:
    choices = f" {' | '.join(fact.choices)}." if fact.choices else ""
    more = " Several: separate them by ';' or repeat the flag." if fact.kind == "codes" else ""
    return f"{fact.question}{choices}{more}"


def facts_given(params: Mapping[str, object]) -> dict[str, object]:
    """Gather the facts that flags state."""
    found: dict[str, object] = {}
    for fact in built_in_facts():
        value = params.get(f"fact_{fact.name}")
        if isinstance(value, tuple):
            if not value:
                continue
            value = _pairs(fact.name, value) if fact.kind == "map" else ";".join(value)
        if value is not None:
            found[fact.name] = value
    return found


def _pairs(flag: str, given: Iterable[str]) -> dict[str, str]:
    """Take NAME=VALUE options apart.

    Raises
    ------
    FactError
        If one has no equals sign.
    """
    found, problems = {}, []
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            expected = message("command.expected_option_pair", "Expected --{flag} NAME=VALUE.", flag=flag)
            problems.append(
                Problem(
                    where=flag, what=message("error.no_pair", "'{value}' is not a pair.", value=text), remedy=expected
                )
            )
        found[name.strip()] = value.strip()
    if problems:
        raise FactError(problems)
    return found


def library_of(folders: Iterable[Path]) -> Library:
    """Load the law from the folders named, from law files in use, or as installed, with the user's lists laid over.

    A folder that somebody named and that states no licence answers all the same: whoever wrote it asks it, and is told.
    """
    named = tuple(folders)
    library = library_in_use(named)
    for package in library.packages if named else ():
        if not package.licence:
            tell(
                message(
                    "command.no_licence",
                    "{package} does not say under which licence others may use it. Ask its authors before you pass "
                    "an answer on, or write `licence:` into its package.yaml if it is yours.",
                    package=str(package.folder),
                )
            )
    return library


class SourcePath(click.Path):
    """A file to read, on this machine or in object storage (`s3://BUCKET/NAME`), from which it is fetched.

    Parameters
    ----------
    run
        Whether it is the results of a run, with which the other files of the run come; None looks whether it is.
    """

    def __init__(self, *, run: bool | None = False) -> None:
        """Take whatever names a place; who reads it says what is wrong with it."""
        super().__init__(path_type=Path)
        self.run = run

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the file; what was fetched lies in a folder that is gone when the command ends."""
        place = os.fspath(value)
        if ctx is None or not place.startswith("s3://"):
            return super().convert(value, param, ctx)
        return at_hand(place, run=self.run, context=ctx)


def at_hand(place: str, *, run: bool | None = False, context: click.Context | None = None) -> Path:
    """Return a file that is named by its path, or by its address in object storage: the one reader of both.

    What was fetched lies in a folder that is gone when the command ends.

    Parameters
    ----------
    run
        As of `SourcePath`.
    """
    from sekisho.files.storage import fetch, is_object

    if not is_object(place):
        return Path(place)
    from sekisho.files.temporary import temporary_folder
    from sekisho.service.stored_run import has_run, run_at_hand

    current = context or click.get_current_context()
    folder = current.with_resource(temporary_folder("storage"))
    current.meta[FETCHED] = True
    is_run = has_run(place, folder) if run is None else run
    return run_at_hand(place, folder) if is_run else fetch(place, folder)


FETCHED: Final = "sekisho.fetched"
"""Where it is noted that a file came from object storage, so that nothing is written beside the copy."""


def beside(file: Path, name: Path) -> Path:
    """Return where a file is written that stands beside another: in this folder, where that one was fetched."""
    return Path(name.name) if click.get_current_context().meta.get(FETCHED) else file.parent / name.name


def workspace_of(library: Library) -> Workspace:
    """Return what a question of the command line stands on: clock, folders and processors of this machine."""
    return Workspace(
        library=library, today=today(), cache=cache_folder(), home=data_folder(), cores=os.cpu_count() or 1
    )


def mappings_folder() -> Path:
    """Name the folder of what the user decided on the columns of books."""
    return data_folder() / "mappings"


def pairs(flag: str, given: object) -> dict[str, str]:
    """Take the values of a repeatable NAME=VALUE option apart."""
    return _pairs(flag, given if isinstance(given, tuple) else ())


def store_option(command: click.decorators.FC) -> click.decorators.FC:
    """Name the store."""
    return click.option(
        "--store",
        "store_place",
        metavar="FILE|URL",
        help=f"The store, a SQLite file or a PostgreSQL address. Default: {STORE_SETTING}; without both, none.",
    )(command)


def place_of(given: str | None) -> str | None:
    """Return where the store is, if one is named by an option or by the environment."""
    return given or os.environ.get(STORE_SETTING) or None
