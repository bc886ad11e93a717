"""`new`: what somebody begins of their own."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli import law_files
from sekisho.cli.console import data, tell
from sekisho.cli.options import library_of, measures_option
from sekisho.message import counted
from sekisho.service.packages.new_package import RURITANIA, write_package


@click.group()
def new() -> None:
    """Begin something of your own."""


new.add_command(law_files.law)


@new.command(short_help="Write a data package of another country's law, to change.")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--country",
    metavar="CODE",
    default=RURITANIA,
    show_default=True,
    help="ISO 3166 alpha-2 code of the country; XA to XZ are free for made-up ones.",
)
@click.option("--name", metavar="NAME", default="", help="Name of a made-up country, in English.")
@measures_option
def package(folder: Path, country: str, name: str, folders: tuple[Path, ...]) -> None:
    """Write a small data package that is right as it stands: a measure, a list of goods, one of parties, golden cases.

    The law in it is made up. Its files say what to change, and `sekisho lint` and `sekisho test` whether they are right
    after each step.
    """
    files = write_package(folder, country, library_of(folders), name=name)
    data(str(folder / file) for file in files)
    tell(
        counted(
            "command.package_written",
            "Wrote {n} file. Check them: {lint} && {test}",
            "Wrote {n} files. Check them: {lint} && {test}",
            n=len(files),
            lint=f"sekisho lint {folder}",
            test=f"sekisho test {folder}",
        )
    )
