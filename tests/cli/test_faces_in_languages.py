"""What every command prints for people stands in Japanese or Chinese: its answer, and a mistake in what it is given.

The material is a folder that everybody may have: a book, a run, a bill, a store, accounts. Names, codes, ids, commands
and words that a program reads are the same in every language; three words of English in a row are none of these.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest
from click.testing import CliRunner

from sekisho.cli import main
from sekisho.cli.commands import COMMANDS

LANGUAGES: Final = ("ja", "zh")
AS_OF: Final = "--as-of 2026-09-30"
LINE: Final = "--movement export --departure CN --destination JP --origin CN --control-codes 3C001.a"
QUOTED: Final = re.compile(
    r"`[^`]*`|“[^”]*”|「[^」]*」|'[^']*'|https?://\S+|sekisho [a-z]+[^。；]*|--[a-z-]+(?: [^ ]+)*|\S*[/_.]\S*"
)
"""Commands, words of the law, what the user wrote, addresses, flags, files and ids."""
ENGLISH: Final = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,}){2,}\b")
"""Three words of English in a row; names have capitals, ids have signs."""
MATERIAL: Final = (
    "example orders --lines 12 --seed 2 -o book.csv",
    "example dirty --lines 12 --seed 1 -o untidy.csv",
    "example bom --lines 20 --products 2 -o bom.csv",
    f"bulk book.csv -o run.csv --keep --threads 1 {AS_OF}",
    "store init --store kept.db",
)
"""What is made before anything is asked, in the language too: these are answers like the others."""
ANSWERS: Final = (
    f"check {LINE} {AS_OF}",
    f"check {LINE} {AS_OF} --why --save case.yaml",
    f"readings {LINE} {AS_OF}",
    f"compare {LINE} {AS_OF} --with destination=KR",
    "map untidy.csv -o untidy.yaml",
    f"bulk untidy.csv -o untidy-run.csv --threads 1 {AS_OF}",
    "explain run.csv --line 1",
    "settle run.csv -o questions.csv --top 3",
    "report run.csv -o report.html",
    "measures --in-force-on 2026-09-30",
    "show 3C001.a --as-of 2026-09-30",
    "changed --since 2026-09-01 --until 2026-09-30 --as-of 2026-09-30",
    "timeline 3C001.a",
    "facts",
    "facts end_use",
    "classify graphite",
    "parameters 1C905",
    "screen Subaru",
    "decide 'Kawasaki Heavy Industries' jp-ecl-a06 --answer not_same --by me --basis call --matches own.csv",
    "decisions --matches own.csv",
    "exposure bom.csv",
    "dependence gallium",
    "coverage",
    "data list",
    "data add party-list names.csv --name own",
    "table",
    "store status --store kept.db",
    "audit list --store kept.db",
    "audit verify --store kept.db",
    "lint src-law",
    "new package ruritania",
    "test src-law",
    "template -o template.csv",
    "accounts list --accounts accounts.json",
)
MISTAKES: Final = (
    "check --destination Armenya",
    "nowcast no-such --as-of 2026-03-31",
    "mcp --no-such",
    "check --control-codes 9Z999",
    "readings --reading wide",
    "compare --destination Armenya --with end_use=civil",
    "compare --with destination",
    "map nowhere.csv",
    "bulk nowhere.csv -o out.csv",
    "explain run.csv --line 999",
    "settle nowhere.csv -o q.csv",
    "report nowhere.csv -o r.html",
    "rescreen nowhere.csv",
    "watch nowhere.csv",
    "measures --in-force-on soon",
    "show cn/none",
    "changed --since yesterday",
    "timeline nothing",
    "facts end_usr",
    "classify --hs abc",
    "parameters 9Z999",
    "screen --file nowhere.csv",
    "decide A none --answer same",
    "decisions --undo none --basis x",
    "impact nowhere",
    "exposure nowhere.csv",
    "dependence unobtainium",
    "data use own/none 1",
    "data add cn-control-list nowhere.csv",
    "table nowhere.csv",
    "store status --store nowhere.db",
    "audit verify --store nowhere.db",
    "lint nowhere",
    "new package ruritania --country QQ",
    "coverage --measures nowhere",
    "test nowhere",
    "template --set nothing=1",
    "example orders --lines 1 -o book.doc",
    "accounts list --accounts nowhere.json",
    "serve --port 0 --certificate nowhere.pem",
)
"""A mistake with each command, of the kind that people make."""


@pytest.fixture(scope="module", params=LANGUAGES)
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Everything that is printed in a language, by what was typed."""
    language, folder = request.param, tmp_path_factory.mktemp(request.param)
    (folder / "names.csv").write_text("name,country\nNaniwa Seiki,JP\n", encoding="utf-8")
    (folder / "src-law").symlink_to(Path(__file__).parent / "law")
    environment = {"SEKISHO_LANGUAGE": language, "XDG_DATA_HOME": str(folder / "home")}
    runner = CliRunner()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        typed = ("accounts add clerk --role ask --accounts accounts.json", *MATERIAL, *ANSWERS, *MISTAKES)
        answers = {
            line: runner.invoke(
                main, shlex.split(line), env=environment, input="a long enough password\n", prog_name="sekisho"
            )
            for line in typed
        }
    assert not {line for line, answer in answers.items() if isinstance(answer.exception, Exception)}
    assert {line for line, answer in answers.items() if answer.exit_code not in {0, 30, 40}} <= {*MISTAKES, *FAILING}
    return {line: answer.output for line, answer in answers.items()}


FAILING: Final = ("test src-law",)
"""Answers that end with another code: nothing was tested."""


def english_in(text: str) -> Iterator[str]:
    """Go through the runs of English in what is printed."""
    for line in text.splitlines():
        yield from ENGLISH.findall(QUOTED.sub(" ", line))


def test_no_answer_and_no_mistake_is_told_in_english(printed: dict[str, str]):
    left = {line: list(english_in(text)) for line, text in printed.items()}
    assert {line: runs for line, runs in left.items() if runs} == {}


def test_each_command_is_asked():
    asked = {shlex.split(line)[0] for line in (*MATERIAL, *ANSWERS)}
    wrong = {shlex.split(line)[0] for line in MISTAKES}
    assert set(COMMANDS) - asked == {"rescreen", "watch", "impact", "mcp", "nowcast", "serve", "letters"}, (
        "their answers have tests of their own"
    )
    assert set(COMMANDS) - wrong == {"letters"}


def test_every_command_takes_a_language():
    context = click.Context(main)

    def commands(group: click.Group) -> Iterator[click.Command]:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield from commands(command) if isinstance(command, click.Group) else (command,)

    silent = [one.name for one in commands(main) if all("--language" not in param.opts for param in one.params)]
    assert silent == []
