"""Keep the documentation true: run every command that a page shows, and write the generated pages.

Usage: python scripts/docs.py [--write] [PAGE ...]

A page's commands run in order in one empty folder, with `sekisho` on the path. A block after `<!-- file: NAME -->` is
written there as that file first, one after `<!-- more of: NAME -->` added to it. Without --write, a page whose output
is not what the commands print is an error. What changes from run to run (seconds, the library's hash) is not compared.
"""

from __future__ import annotations

import argparse
import difflib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from functools import partial
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
WRITTEN = re.compile(r"<!-- (file|more of): (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
"""A block that a reader writes down as a file, or adds to one that is there."""
KEPT = ROOT / "build" / "docs"
"""Folder of what the program keeps between commands: a reader's second command finds what the first has kept."""
NOT_RUN = "<!-- not run -->\n"
CHANGING = (
    (re.compile(r"\b\d+\.\d+ s\b"), "0.0 s"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "0" * 64),
    (re.compile(r"\b[0-9a-f]{7}\b"), "0000000"),
    (re.compile(r"\d[\d,]* lines a second"), "0 lines a second"),
    (re.compile(r"\bWrote \d+ files\b"), "Wrote 0 files"),  # of the law, which grows
    (re.compile(r"\bAll \d+ golden cases\b"), "All 0 golden cases"),  # the same
)


def pages() -> list[Path]:
    """List the pages whose commands are run."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def shown(page: Path) -> Iterator[str]:
    """Yield every console block of a page that is run."""
    text = page.read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        if not text[: match.start()].endswith(NOT_RUN):
            yield match.group(1)


def commands(block: str) -> list[str]:
    """List the commands of a block; a line that ends in a backslash goes on."""
    return re.findall(r"^\$ ((?:.*\\\n)*.*)$", block, flags=re.MULTILINE)


def run(command: str, folder: Path) -> str:
    """Run one command as a reader would, with data of its own, and return all that it prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    own = {"PATH": path, "COLUMNS": "110", "XDG_DATA_HOME": str(folder / ".data"), "XDG_CACHE_HOME": str(KEPT)}
    done = subprocess.run(  # noqa: S602 - the commands are the repository's own pages
        command.replace(".venv/bin/", ""),
        shell=True,
        cwd=folder,
        env={**os.environ, **own, "SEKISHO_CACHE": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    return done.stdout.rstrip() + "\n" if done.stdout.strip() else ""


def played(page: Path) -> str:
    """Return the text of a page with what its commands print now."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:

        def replay(match: re.Match[str]) -> str:
            if match.group(2):
                put(Path(folder) / match.group(3), match.group(4), adding=match.group(2) == "more of")
                return match.group(0)
            if text[: match.start()].endswith(NOT_RUN):
                return match.group(0)
            steps = "".join(f"$ {command}\n{run(command, Path(folder))}" for command in commands(match.group(1)))
            return f"```console\n{steps}```"

        return re.sub(f"{BLOCK.pattern}|{WRITTEN.pattern}", replay, text, flags=re.DOTALL)


def put(file: Path, text: str, *, adding: bool) -> None:
    """Write a block of a page down as a reader would."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a" if adding else "w", encoding="utf-8") as out:
        out.write(text)


def settled(text: str) -> str:
    """Take out what changes from run to run."""
    for pattern, constant in CHANGING:
        text = pattern.sub(constant, text)
    return text


def facts_page() -> str:
    """Write the reference of facts from the table of facts."""
    from sekisho import load_measures

    rows = []
    for fact in load_measures().facts.facts.values():
        choices = ", ".join(f"`{choice}`" for choice in fact.choices)
        kind = f"{fact.kind}{': ' + choices if choices else ''}{', ' + fact.unit if fact.unit else ''}"
        left_out = {"none": "none of that role or kind", "follows": "what follows from others, else unknown"}.get(
            fact.absent, "unknown"
        )
        rows.append(f"| `{fact.name}` | {kind} | {fact.of} | {left_out} | {fact.question} {fact.help} |")
    return "\n".join(
        [
            "# Facts",
            "",
            "Everything that may be known of a line: flags (`--end-use civil`), columns of a book, keys of a case.",
            "",
            "This page is made from `src/sekisho/law/model/facts.csv` and from the named unknowns of the law.",
            "",
            "| fact | kind | of | left out, it is | question and help |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def commands_page() -> str:
    """Write the reference of commands from their own help."""
    import click

    from sekisho.cli import main

    parts = ["# Commands", "", "What `sekisho --help` and each command's `--help` print.", ""]
    with mock.patch.dict(os.environ, {"COLUMNS": "110"}):
        for words in _commands(main, click.Context(main, info_name="sekisho")):
            printed = io.StringIO()  # in this process: a process for each of some fifty would take a while
            with redirect_stdout(printed), suppress(SystemExit):
                main.main([*words.split()[1:], "--help"], prog_name="sekisho")
            parts += [f"## {words}", "", "```text", printed.getvalue().rstrip(), "```", ""]
    return "\n".join(parts)


def _commands(command: object, context: object) -> Iterator[str]:
    """Yield the words of a command and of all commands in it."""
    import click

    assert isinstance(command, click.Command)  # noqa: S101 - for the type checker
    assert isinstance(context, click.Context)  # noqa: S101 - the same
    yield context.command_path
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from _commands(inner, click.Context(inner, info_name=name, parent=context))


def bom_page() -> str:
    """Write the reference of bills of materials from the table of their columns."""
    from sekisho.trade.bom.columns import bom_columns

    page = ROOT / "docs/reference/bom-format.md"
    before, _, rest = page.read_text(encoding="utf-8").partition("<!-- columns -->\n")
    _, _, after = rest.partition("<!-- end of columns -->\n")
    parts = []
    for about in ("line", "part", "product"):
        rows = [
            f"| `{column.name}` | {column.kind}{', ' + column.unit if column.unit else ''} | {column.help} | "
            f"{', '.join(column.headers)} |"
            for column in bom_columns()
            if column.about == about
        ]
        parts += [f"### Columns about a {about}", "", "| column | cells | what it says | also known as |"]
        parts += ["|---|---|---|---|", *rows, ""]
    table = "\n".join(parts)
    return f"{before}<!-- columns -->\n\n{table}\n<!-- end of columns -->\n{after}"


def results_page() -> str:
    """Write the reference of results from the table of their columns."""
    from sekisho.determination.book.results.columns import RESULT_COLUMNS, ColumnKind
    from sekisho.determination.spark.verdict_rows import LEFT_EMPTY

    page = ROOT / "docs/reference/results.md"
    before, _, rest = page.read_text(encoding="utf-8").partition("<!-- columns -->\n")
    _, _, after = rest.partition("<!-- end of columns -->\n")
    rows = [
        f"| `{column.name}` | "
        f"{', '.join(f'`{word}`' for word in column.words) if column.kind is ColumnKind.WORD else column.kind} | "
        f"{column.meaning} |"
        for column in RESULT_COLUMNS
    ]
    table = "\n".join(["| column | type | holds |", "|---|---|---|", *rows])
    *first, last = (f"`{name}`" for name in LEFT_EMPTY)
    spark = f"A run with Spark leaves {', '.join(first)} and {last} empty."
    return f"{before}<!-- columns -->\n\n{table}\n\n{spark}\n\n<!-- end of columns -->\n{after}"


def schema_file(kind: str) -> str:
    """Write the JSON Schema of a kind of file from the shapes by which it is read."""
    from sekisho import load_measures
    from sekisho.service.packages.schemas import schema_of

    return json.dumps(schema_of(kind, load_measures().facts), ensure_ascii=False, indent=1) + "\n"


GENERATED: dict[str, Callable[[], str]] = {
    "docs/reference/facts.md": facts_page,
    "docs/reference/commands.md": commands_page,
    "docs/reference/bom-format.md": bom_page,
    "docs/reference/results.md": results_page,
    **{
        f"docs/reference/{kind}.schema.json": partial(schema_file, kind)
        for kind in ("measure", "case", "scenario", "mapping", "package")
    },
}


def current(page: Path) -> str:
    """Return what a page should say."""
    name = page.relative_to(ROOT).as_posix()
    return GENERATED[name]() if name in GENERATED else played(page)


def difference(page: Path) -> str:
    """Return how a page differs from what it should say; empty if it does not."""
    old = settled(page.read_text(encoding="utf-8") if page.exists() else "")
    new = settled(current(page))
    name = page.relative_to(ROOT).as_posix()
    return "".join(
        difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, f"{name}, as it runs")
    )


def main() -> int:
    """Check or write the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the pages instead of checking them")
    parser.add_argument("pages", nargs="*", type=Path)
    options = parser.parse_args()
    wrong = 0
    for page in [page.resolve() for page in options.pages] or [*pages(), *(ROOT / name for name in GENERATED)]:
        if options.write:
            page.write_text(current(page), encoding="utf-8")
            continue
        found = difference(page)
        if found:
            wrong += 1
            print(found)
    if wrong:
        print(f"{wrong} pages are not true any more. `make docs` writes them anew; read the difference first.")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
