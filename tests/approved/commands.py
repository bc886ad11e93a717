"""Commands whose output is approved: what is typed, on which law, and what it is called."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from click.testing import CliRunner, Result
from tests.approved.shelf import DAY, PACKAGE, Shelf

from sekisho.cli import main

Made = Callable[[Shelf], str]
"""Makes an output."""
LANGUAGES: Final = ("en", "ja", "zh")
ON_THE_DAY: Final = f" --as-of {DAY}"
EXCERPT: Final = f" --measures {shlex.quote(str(PACKAGE))}"

BUYER: Final = '--end-user "Naniwa Seiki" --end-user-kind civil --end-use civil'
TO_JAPAN: Final = "--origin CN --destination JP"
SITUATIONS: Final[Mapping[str, str]] = {
    "01-civil-buyer": f"{TO_JAPAN} --control-codes 1C905.b {BUYER}",
    "02-listed-party": f'{TO_JAPAN} --control-codes 1C905.b --end-user "Mitsubishi Shipbuilding"',
    "03-in-house-unit": f'{TO_JAPAN} --control-codes 1C905.b --end-user "Kawasaki Heavy Industries" --end-use civil',
    "04-end-user-unknown": f"{TO_JAPAN} --control-codes 3C001.a",
    "05-re-export": f"--movement re_export --departure DE {TO_JAPAN} --control-codes 1C117.c {BUYER}",
    "06-chinese-content": "--movement export --departure MY --origin MY --destination JP --control-codes 1C902.a.4"
    f" --prc-content-share 2% --exporter-is-prc-person no --prc-technology no {BUYER}",
    "07-helium": f'{TO_JAPAN} --description "helium gas" --hs-code 2804290010 {BUYER}',
    "08-office-chair": f'{TO_JAPAN} --description "office chair" --control-codes none {BUYER} --knowledge-of-risk no',
    "09-suspended-law": f"{TO_JAPAN} --control-codes 1C909.b {BUYER} --knowledge-of-risk no",
    "10-watch-list": f"{TO_JAPAN} --control-codes 1C905.b"
    ' --end-user "Mitsubishi Materials" --end-user-kind civil --end-use civil',
    "11-description-only": f'{TO_JAPAN} --description "dysprosium oxide 99.9 %" {BUYER} --knowledge-of-risk no',
    "12-nothing-stated": "",
}
"""The situations in which most people ask, from the plainest to a question without a fact."""


def typed(line: str) -> Result:
    """Type a line into this process."""
    return CliRunner().invoke(main, shlex.split(line), prog_name="sekisho", catch_exceptions=False)


def screen_of(line: str) -> Made:
    """Everything that a person sees who types a line: what it prints, what it says beside it, and how it ends."""

    def made(shelf: Shelf) -> str:
        found = typed(line)
        beside = f"--- said beside it\n{found.stderr}" if found.stderr else ""
        shown = line.replace(EXCERPT, "")
        return shelf.masked(f"$ sekisho {shown}\n{found.stdout}{beside}--- exit {found.exit_code}\n")

    return made


def data_of(line: str) -> Made:
    """The data that a line prints, and nothing else; it may not fail."""

    def made(shelf: Shelf) -> str:
        found = typed(line)
        assert found.exit_code == 0, found.output
        return shelf.masked(found.stdout)

    return made


def situations() -> Iterator[tuple[str, Made]]:
    """The twelve situations in three languages on the law as it ships; as data and at length on the law that stays."""
    for number, (name, flags) in enumerate(SITUATIONS.items()):
        line = f"check {flags}{ON_THE_DAY}"
        for language in LANGUAGES:
            yield f"check/{name}.text-{language}.txt", screen_of(f"{line} --language {language}")
        yield f"check/{name}.data.json", data_of(f"{line} --format json{EXCERPT}")
        language = LANGUAGES[number % 3]
        yield f"check/{name}.full-{language}.txt", screen_of(f"{line} --language {language} --full{EXCERPT}")


COMMANDS: Final[Mapping[str, Made]] = dict(situations())
