"""`data pack`, `update` and `back`: law as a file that travels, taken up without a new program."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import sekisho
from sekisho.cli.console import data, records, say, tell, width, wrote
from sekisho.cli.options import SourcePath, data_folder, format_option, language_option, library_of, today, workspace_of
from sekisho.law.loading.law_versions import built_in
from sekisho.message import counted, joined, message
from sekisho.present.law.law_update import law_update_data, law_update_rows, law_update_text
from sekisho.service.packages.law_file import copy_law, pack_law, package_of
from sekisho.service.packages.law_update import go_back, look_at, take_up


@click.command(
    short_help="Write a data package as a law file that travels.",
    epilog="\b\nExamples:\n  sekisho data pack -o law-2026.11.30.zip\n  sekisho data pack law -o law-2026.11.30.zip",
)
@click.argument("folder", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE", required=True, type=click.Path(path_type=Path), help="Where to write.")
@click.option("--needs", metavar="VERSION", help="Oldest sekisho that may read it. Default: this one.")
def pack(*, folder: Path | None, output: Path, needs: str | None) -> None:
    """Check a data package, run its golden cases, and write it as one file with its digest and statement of coverage.

    FOLDER is a data package; left out, it is the law in use. Measures, lists, tables and cases travel, and no program.
    """
    in_use = library_of(())
    place = folder or package_of(in_use).folder
    packed = pack_law(place, output, day=today().isoformat(), needs=needs or sekisho.__version__, in_use=in_use)
    stated = packed.manifest
    data([f"{stated.name} {stated.version}  SHA-256 {stated.digest}"])
    cases = counted("lawdata.update_cases", "{n} golden case passes.", "All {n} golden cases pass.", n=packed.cases)
    tell(joined([wrote(output), cases], "sentence"))


@click.command(
    short_help="Show what a law file changes, and take it up.",
    epilog="\b\nExamples:\n"
    "  sekisho data update law-2026.11.30.zip\n"
    "  sekisho data update law-2026.11.30.zip --results results.parquet\n"
    "  sekisho data update law-2026.11.30.zip --yes",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Take it up. Without it, only what would change is shown.")
@click.option(
    "--results",
    multiple=True,
    metavar="RESULTS",
    type=SourcePath(run=True),
    help="Show too which lines of these results move (`bulk --keep`); repeatable.",
)
@click.option("--full", is_flag=True, help="Show every change.")
@language_option
@format_option
def update(*, file: Path, yes: bool, results: tuple[Path, ...], full: bool, language: str, format: str) -> None:
    """Try a law file whole, and show which measures, lists and golden answers change, and which lines of watched books.

    Its digest, its files and its golden cases are checked before anything is written; a file that fails in one point is
    not taken. Nothing is written without --yes, or a yes on a terminal, and nothing is fetched. The law before it
    stays, and `sekisho data back` goes back to it.
    """
    looked = look_at(file, workspace_of(library_of(())), program=sekisho.__version__, results=results)
    if format == "text":
        data(law_update_text(looked, full=full, language=language, width=width()))
    else:
        records(law_update_data(looked), law_update_rows(looked), format)
    if looked.same:
        return
    question = say(message("lawdata.take_up", "Take it up?"))
    if not yes and not (format == "text" and sys.stdin.isatty() and click.confirm(question, default=False)):
        tell(message("lawdata.not_taken_up", "Nothing was written. --yes takes it up."))
        return
    take_up(looked, data_folder(), day=today().isoformat())
    tell(
        message(
            "lawdata.taken_up",
            "In use: {name}, version {version}. `sekisho data back` goes back.",
            name=looked.manifest.name,
            version=looked.manifest.version,
        )
    )


@click.command(short_help="Go back to the law before the last law file.")
@click.argument("version", required=False)
@click.option("--name", metavar="NAME", default="", help="The package, where law files of several were taken up.")
def back(*, version: str | None, name: str) -> None:
    """Go back to a saved version of the law, by default the one before that in use.

    `built-in` is the law that comes with the program.
    """
    package, chosen = go_back(data_folder(), version or "", name, day=today().isoformat())
    shipped = built_in(package) if chosen == "built-in" else None
    known = f"{chosen} {shipped.version}" if shipped is not None else chosen
    tell(message("command.in_use", "In use: {name}, {version}.", name=package, version=known))


@click.command(
    short_help="Write a copy of the law in use, to change.",
    epilog="\b\nExample:\n  sekisho new law law --version 2026.11.30",
)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--version", metavar="DAY", required=True, help="Its version, a day such as 2026.11.30.")
def law(*, folder: Path, version: str) -> None:
    """Write the data package in use into a folder, under a new version: measures, lists, tables, golden cases.

    Change what a new announcement changes; `sekisho lint` and `sekisho test` say whether it is right, and
    `sekisho data pack` makes a law file of it.
    """
    files = copy_law(package_of(library_of(())), folder, version)
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
