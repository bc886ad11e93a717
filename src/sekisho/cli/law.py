"""`measures`, `show`, `facts`, `coverage`, `lint`, `test`: reading the law, and checking its files."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from sekisho.cli.console import data, records, tell, width, wrote
from sekisho.cli.options import (
    click_options,
    format_option,
    language_option,
    library_of,
    measures_option,
    today,
    workspace_of,
)
from sekisho.errors import Problem
from sekisho.i18n.messages import Translator
from sekisho.law.loading.library import load_measures
from sekisho.message import Text, counted, joined, message
from sekisho.present.brief.measures import measures_lines
from sekisho.present.law.coverage import coverage as held
from sekisho.present.law.coverage import coverage_text
from sekisho.present.law.facts import fact_row, fact_text, facts_rows, facts_text, scheme_names
from sekisho.present.law.measures import measures_rows, measures_text
from sekisho.present.law.subject import subject_data, subject_rows, subject_text
from sekisho.service.law import FactsRequest, LawRequest, ShowRequest, measures_day
from sekisho.service.law import facts as ask_facts
from sekisho.service.law import show as ask_show
from sekisho.service.packages.data_package import has_cases, lint_package, prove_package, run_cases
from sekisho.service.request import by_flag, request_from


@click.command()
@click_options(LawRequest, "in_force_on", "as_of")
@click.option("--full", is_flag=True, help="List every measure with its id, its days and its title.")
@language_option
@format_option
@measures_option
def measures(*, full: bool, language: str, format: str, folders: tuple[Path, ...], **given: object) -> None:
    """List the measures, with their state on a day."""
    library = library_of(folders)
    day, only = measures_day(request_from(LawRequest, given, where=by_flag), workspace_of(library))
    if format == "text":
        tell = measures_text if full else measures_lines
        data(tell(library, day, only_in_force=only, language=language, width=width()))
        return
    rows = measures_rows(library, day, only_in_force=only)
    records(rows, rows, format)


@click.command()
@click_options(ShowRequest, "name", "term")
@language_option
@click.option(
    "--compare", "days", nargs=2, metavar="DATE DATE", help="Set it on two days side by side, the earlier day first."
)
@click_options(ShowRequest, "beside", "as_of")
@format_option
@measures_option
def show(
    *, days: tuple[str, str] | None, language: str, format: str, folders: tuple[Path, ...], **given: object
) -> None:
    """Show a measure clause by clause: original words, translation, encoding as a sentence.

    ID is a measure (cn/2026-01-japan-dual-use), one clause (cn/2026-01-japan-dual-use#military-use), or a control
    code (cn/dual-use/1C905.a, 1C905.a, 1C or 1) with its place, limits, state, customs codes and foreign entries; a
    party by its id, its number or its whole name (jp-ecl-a01, 三菱重工業), with its lists, what follows and who is tied
    to it; or home-law/PLACE (home-law/DE), the export law to look up where a shipment leaves from.
    """
    library = library_of(folders)
    given |= dict(zip(("first", "second"), days or (), strict=False))
    subject = ask_show(request_from(ShowRequest, given, where=by_flag), workspace_of(library))
    if format == "text":
        data(subject_text(subject, library, language=language, width=width()))
        return
    plain = subject_data(subject, library, language=language)
    records(plain, subject_rows(subject, plain), format)


@click.command()
@click_options(FactsRequest)
@language_option
@format_option
@measures_option
def facts(language: str, format: str, folders: tuple[Path, ...], **given: object) -> None:
    """List the facts that may be known of a line, or explain one."""
    library = library_of(folders)
    request = request_from(FactsRequest, given, where=by_flag)
    (fact, *_) = ask_facts(request, workspace_of(library))
    if not request.name:
        if format == "text":
            data(facts_text(library, language=language, width=width()))
            return
        rows = facts_rows(library)
        records(rows, rows, format)
        return
    if format == "text":
        data(fact_text(fact, library, language=language, width=width()))
        return
    codes = scheme_names(fact, library)
    row = fact_row(fact)
    coded = [{"code": code, "name": text} for code, text in codes.items()]
    records({**row, "codes": codes} if codes else row, coded or [row], format)


@click.command()
@language_option
@format_option
@measures_option
def coverage(language: str, format: str, folders: tuple[Path, ...]) -> None:
    """Say which measures and lists are included, which are not, and up to which day sources were read.

    Measure by measure it says whether a clause can change an outcome, only duties are encoded or there is no clause,
    how sure that is, and why some decide nothing.
    """
    library = library_of(folders)
    if format == "text":
        data(coverage_text(library, language=language, width=width()))
        return
    found = held(library)
    by_measure = found["by_measure"]
    assert isinstance(by_measure, list)  # noqa: S101 - made so
    records(found, by_measure, format)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--prove",
    "proving",
    is_flag=True,
    help="Prove too: nested readings, clauses that can be met, one state a day; takes seconds.",
)
@click.option(
    "--schema",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a JSON Schema too, with the facts of these packages: an editor checks by it. The name of the file says "
    "of what: measure.schema.json, case, scenario, mapping or package.",
)
@language_option
@click.pass_context
def lint(ctx: click.Context, paths: tuple[Path, ...], *, proving: bool, schema: Path | None, language: str) -> None:
    """Check measure files and the tables beside them; exit 1 if anything is wrong."""
    found = [problem for path in paths for problem in lint_package(path)]
    gone_through: list[str] = []
    if proving and not found:
        for path in paths:
            problems, lines = _prove(path, language)
            found += problems
            gone_through += lines
    say = Translator(language).say
    if not found:
        none = message("command.lint_none", "{paths}: no problem found.", paths=joined(map(str, paths), "comma"))
        data([say(none), *gone_through, *map(say, _untested(paths))])
        if schema is not None:
            _write_schema(schema, paths)
        return
    total = counted("command.lint_total", "{n} problem found.", "{n} problems found.", n=len(found))
    data([*(str(problem.translate(say)) for problem in found), say(total)])
    ctx.exit(1)


def _write_schema(file: Path, paths: Iterable[Path]) -> None:
    from sekisho.files.formats import check_place, whole_file
    from sekisho.files.records import as_json
    from sekisho.service.packages.schemas import schema_of

    check_place(file, (".json",))
    library = load_measures([path for path in paths if path.is_dir()] or None)
    with whole_file(file) as out:
        out.write(as_json(schema_of(file.name.partition(".")[0], library.facts)) + "\n")
    tell(wrote(file))


@click.command("test")
@click.argument("paths", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@language_option
@click.pass_context
def test_cases(ctx: click.Context, paths: tuple[Path, ...], *, language: str) -> None:
    """Run every golden case of data packages, after `lint`; exit 1 if an answer differs, or nothing was tested.

    A case is a line with the answer that a source gives, in a YAML file of a folder `cases` beside the measures.
    """
    say = Translator(language).say
    runs = []
    for path in paths:
        run = run_cases(path)
        runs.append(run)
        if run.problems:
            total = counted(
                "command.no_case_run",
                "{path}: {n} problem found; no case was run.",
                "{path}: {n} problems found; no case was run.",
                n=len(run.problems),
                path=str(path),
            )
            data([*(str(problem.translate(say)) for problem in run.problems), say(total)])
            continue
        for case, texts in run.failed:
            data([f"{case.file}:{case.line}: {case.id}: {case.name}", *(f"  {say(text)}" for text in texts)])
        data([say(_tested(path, run.cases, len(run.failed)))])
    if not all(run.holds for run in runs):
        ctx.exit(1)


def _untested(paths: Iterable[Path]) -> Iterator[Text]:
    for path in paths:
        if not has_cases(path):
            yield message(
                "command.no_cases", "{path} has no cases: nothing tests what its measures say.", path=str(path)
            )


def _tested(path: Path, cases: int, failed: int) -> Text:
    if not cases:
        return message(
            "command.nothing_tested",
            "{path}: no cases, so nothing was tested. Write them under {path}/JURISDICTION/cases/NAME.yaml.",
            path=str(path),
        )
    if failed:
        return counted(
            "command.cases_failed",
            "{path}: {failed} of {n} case failed.",
            "{path}: {failed} of {n} cases failed.",
            n=cases,
            path=str(path),
            failed=failed,
        )
    return counted(
        "command.cases_passed", "{path}: {n} case passed.", "{path}: {n} cases passed.", n=cases, path=str(path)
    )


def _prove(path: Path, language: str) -> tuple[list[Problem], list[str]]:
    """Prove one data package; return what is wrong, and what was gone through."""
    from sekisho.present.law.proof import proof_text

    started = time.monotonic()
    proof = prove_package(path, today())
    seconds = time.monotonic() - started
    took = message("command.seconds", "{seconds} s.", seconds=f"{seconds:.1f}")
    return proof.problems, [*proof_text(proof, language=language), Translator(language).say(took)]
