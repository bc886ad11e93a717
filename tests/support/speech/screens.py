"""What is typed, and every line that is then printed: an order list, names, goods, a bill, a cost, and mistakes."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest import mock

from click.testing import CliRunner
from tests.support.speech.texts import texts_of_screen

from sekisho.cli import main
from sekisho.present.render import terminal

DAY: Final = "--as-of 2026-11-27"
JAPAN: Final = "--origin CN --destination JP"
BUYER: Final = '--end-user "Naniwa Seiki" --end-user-kind civil --end-use civil'
QUICK: Final = (
    f"check {JAPAN} --control-codes 1C905.b {BUYER} {DAY}",
    f'check {JAPAN} --control-codes 1C905.b --end-user "Kawasaki Heavy Industries" --end-use civil {DAY} --why',
    "classify graphite --param weight=heavy",
    f"screen 三菱造船 'Kawasaki Heavy Industries' 'Naniwa Seiki' {DAY}",
    "check --destination Japn --control-codes 9Z999 --end-use fishing",
    "check gallium",
    "template --set end_use=fishing",
    f"compare {JAPAN} --control-codes 1C905.b {DAY}",
    "store status --store nowhere.db",
    "facts value",
)
"""A handful, in each language by turns: a question with its reasons, goods, names, and mistakes."""
MADE: Final = (
    "example dirty --lines 12 --seed 1 -o untidy.csv",
    "example bom --lines 20 --products 2 -o bom.csv",
    f"bulk untidy.csv -o run.csv --keep --threads 1 {DAY}",
)
WHOLE: Final = (
    *(f"check {JAPAN} --control-codes 1C905.b {BUYER} {DAY} {more}" for more in ("--why", "--readings", "--papers")),
    f'check {JAPAN} --control-codes 1C905.b --end-user "Mitsubishi Shipbuilding" {DAY} --why',
    f"check {JAPAN} --control-codes 3C001.a {DAY} --why",
    f"check {JAPAN} --control-codes 1C909.b {BUYER} --knowledge-of-risk no {DAY} --why",
    f'check {JAPAN} --description "helium gas" --hs-code 2804290010 {BUYER} {DAY} --why',
    f"check {DAY}",
    f"readings {JAPAN} --control-codes 1C905.b --end-use civil {DAY}",
    f"compare {JAPAN} --control-codes 1C905.b --with destination=DE {DAY}",
    f"compare {JAPAN} --control-codes 1C905.b --with as_of=2025-06-01 --with end_use=military {DAY}",
    "map untidy.csv -o untidy.yaml",
    f"bulk untidy.csv -o full.csv --threads 1 --full --suppose ordinary {DAY}",
    "explain run.csv --line SO-0000003",
    "explain run.csv --line SO-0000002 --why",
    "settle run.csv -o questions.csv --top 8",
    "letters run.csv -o letters",
    "report run.csv -o report.html",
    "report run.csv -o report.xlsx",
    "rescreen run.csv --law-to 2026-01-05 -o changes.csv --threads 1",
    "watch run.csv --as-of 2026-01-05",
    f"measures {DAY}",
    f"show 1C905.b {DAY}",
    "show cn/2025-57-holmium-and-others --compare 2025-11-09 2025-11-12",
    "changed --since 2025-10-01 --until 2026-03-31",
    "timeline cn/2025-57-holmium-and-others --events",
    "timeline 1C909.b --since 2025-06-01",
    "coverage",
    "facts",
    "facts end_use",
    "parameters 1C108",
    f"classify 'isostatic graphite block' --param 'density=1.85 g/cm3' {DAY}",
    f"classify '等方性黒鉛 かさ密度 1.85 g/cm3' {DAY}",
    "classify 'office chair'",
    "classify --hs 2846901940",
    f"screen 'Mitsubishi Heavy' --least 0.5 {DAY}",
    f"screen 川崎重工 SHI 'Mitsubshi Shipbuilding' 防衛省 {DAY}",
    "decide 'Kawasaki Heavy Industries' jp-ecl-a06 --answer not_same --by me --basis call --matches own.csv",
    "decisions --matches own.csv",
    "exposure bom.csv",
    "impact gallium-2023 --draws 16 --months 2 --kernel numpy",
    "impact --list",
    "dependence gallium",
    "check --destination JP --as-of tomorrow",
    "check --destination JP --assume nothing=x",
    "bulk nowhere.csv -o out.csv",
    "explain run.csv --line 999",
    "show 1C9059",
    "screen x --list cn/no-list",
    "changed --since yesterday",
    "impact gallium-2022",
    "impact gallium-2023 --start 1990-01-01",
    "decisions --undo none --basis x",
)
"""The rest, in every language."""
BY_ID: Final = frozenset(
    {
        "measures",
        "show",
        "timeline",
        "coverage",
        "facts",
        "parameters",
        "rescreen",
        "watch",
        "decide",
        "decisions",
    }
)
"""Commands that set out the law, or decisions, by ids, which the next command takes: the ids are what is typed."""
PARTS: Final = re.compile(r"(?<=[：:])[ a-z0-9&~/-]+(?=[；;]|$)")
"""Words of names, side by side as they were compared."""
IDS: Final = re.compile(
    r"(?<![A-Za-z])[a-z]{2}/[0-9a-z][\w./-]*(?:#[\w-]+)?|#[a-z][\w-]*|(?<![A-Za-z])[a-z]+(?:_[a-z0-9]+)+"
    r"|(?<![A-Za-z])[a-z0-9]+(?:-[a-z0-9]+)+(?: > [a-z0-9-]+)*|(?<![0-9a-f])[0-9a-f]{10}(?![0-9a-f])"
)
TYPED: Final = re.compile(r"(?:[a-z0-9_]+(?:-[a-z0-9]+)*(?:, |、|和|または | or )){3,}[a-z0-9_-]+")
"""Words that may be typed, one after the other: values of a fact, named unknowns, inputs."""
ENUMERATION: Final = re.compile(r"(?:[^,、，;；:：。]{1,40}(?:, |、|，)){3,}[^,、，;；:：。]{1,40}")
"""A list of names: it is no sentence, however long."""
WHERE: Final = re.compile(r"^(?:--)?[a-z_-]+(?: [a-z_]+)?: ")
"""Where a mistake is: a field by its name, as it is typed."""
CUT: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ,.()&-]*…")
"""The user's own words, cut to the room that there is."""


def _as_it_stands(text: str, *, indent: str = "", **_: object) -> list[str]:
    """Break no line, so that a sentence is seen whole."""
    return [indent + " ".join(text.split())]


@contextmanager
def unbroken() -> Iterator[None]:
    """Let every module print sentences in one line."""
    broken = terminal.wrap
    with mock.patch.object(terminal, "wrap", _as_it_stands):
        places = [
            m
            for name, m in list(sys.modules.items())
            if name.startswith("sekisho") and getattr(m, "wrap", None) is broken
        ]
        for module in places:
            module.wrap = _as_it_stands  # type: ignore[attr-defined]
        try:
            yield
        finally:
            for module in list(sys.modules.values()):
                if getattr(module, "wrap", None) is _as_it_stands and module is not terminal:
                    module.wrap = broken  # type: ignore[attr-defined]


def printed(line: str) -> str:
    """Everything that a line prints, in the language of the environment."""
    with unbroken():
        found = CliRunner().invoke(main, shlex.split(line), prog_name="sekisho", catch_exceptions=False)
    return found.output


def spoken(line: str, folder: Path, outside: Callable[[str], str], typed: Sequence[str]) -> Iterator[str]:
    """Go through the texts that a line prints, without the law's words, what is typed next, and what the user wrote.

    Parameters
    ----------
    outside
        Takes out what stands in the data packages: texts of the law, and names of parties.
    typed
        What the user wrote in files, the longest first.
    """
    command, *words = shlex.split(line)
    asked = sorted((word for word in words if " " in word), key=len, reverse=True)
    for text in texts_of_screen(printed(line).replace(str(folder), ".")):
        if text.startswith("sekisho "):
            continue  # a command to be copied
        own = WHERE.sub("", outside(text))
        for word in (*asked, *typed):
            own = own.replace(word, "U")
        if command in BY_ID:
            own = IDS.sub("I", own)
        if command == "screen":
            own = PARTS.sub("P", own)
        yield ENUMERATION.sub("E", TYPED.sub("T", CUT.sub("U", own)))
