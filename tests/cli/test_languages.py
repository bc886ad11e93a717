"""What commands tell of the law stands in the language that was asked for, down to the last label."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from sekisho.cli import main

BOTH = (
    "facts",
    "facts origin",
    "parameters 1C905",
    "readings --departure CN --destination JP --origin CN --control-codes 3C001.a --as-of 2026-09-30",
    "show 3C001.a --as-of 2026-09-30",
    "table",
    "data list",
)
JAPANESE = ("show cn/2026-01-japan-dual-use --as-of 2026-09-30", "show cn/2026-01-japan-dual-use --term 1")
"""The notes of the law are not all translated into Chinese yet: only the words around them are."""
QUOTED = re.compile(r"`[^`]*`|“[^”]*”|https?://\S+|Gallium metal has no entry abroad")
"""Commands, words of the law, addresses, and a note of the data package that nobody translated."""
ENGLISH = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,}){2,}\b")
"""Three words of English in a row; names have capitals, ids have signs."""


@pytest.mark.parametrize(
    ("command", "language"),
    [
        *((command, language) for command in BOTH for language in ("ja", "zh")),
        *((command, "ja") for command in JAPANESE),
    ],
)
def test_no_sentence_is_left_in_english(command: str, language: str):
    answer = CliRunner().invoke(main, command.split(), env={"SEKISHO_LANGUAGE": language})
    assert answer.exit_code in {0, 30}, answer.output
    assert ENGLISH.findall(QUOTED.sub("", answer.output)) == []


@pytest.mark.parametrize("language", ["ja", "zh"])
@pytest.mark.parametrize(
    "command",
    [
        "check --nonsense",
        "check --format nope",
        "check --ahead soon",
        "settle results.parquet",
        "screen",
        "chek",
    ],
)
def test_a_mistake_in_the_options_is_told_with_its_frame(command: str, language: str):
    """Whichever comes first, the mistake or the language."""
    words = command.split()
    spoken = CliRunner().invoke(main, words, env={"SEKISHO_LANGUAGE": language}, prog_name="sekisho")
    assert spoken.exit_code == 2
    assert spoken.stderr.startswith({"ja": "使い方：", "zh": "用法："}[language])
    assert ENGLISH.findall(re.sub("sekisho( [a-z]+)*", "", spoken.stderr)) == []
    assert not re.search(r"Error|Usage|Missing|No such|Invalid", spoken.stderr)
    if words[0] != "chek":
        asked = CliRunner().invoke(main, [*words, "--language", language], prog_name="sekisho")
        assert asked.stderr == spoken.stderr
