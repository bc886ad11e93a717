"""What `--help` says stands in the language that was asked for, and fits its width."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from sekisho.cli import main
from sekisho.cli.commands import COMMANDS
from sekisho.present.render.terminal import cells

ENGLISH = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,}){2,}\b")
"""Three words of English in a row; what is typed has signs or capitals."""
WIDTH = 80
"""Cells of a terminal that says nothing of itself."""


def all_commands() -> Iterator[list[str]]:
    """Go through all commands and those below them, as they are typed."""
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        yield from words_of(command, [name])


def words_of(command: click.Command | None, words: list[str]) -> Iterator[list[str]]:
    yield words
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from words_of(each, [*words, name])


def examples_of(words: list[str]) -> list[str]:
    """Return the examples of a command: each is typed as it stands, so each has a line of its own."""
    command: click.Command | None = main
    for name in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name)
    assert command is not None
    return [f"  {line}" for line in (command.epilog or "").splitlines() if line.startswith("  sekisho ")]


def asked(*words: str) -> str:
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.mark.parametrize("language", ["ja", pytest.param("zh", marks=pytest.mark.slow)])
def test_the_help_of_every_command_is_in_the_language(language: str):
    commands = [[], *all_commands()]
    assert len(commands) > len(COMMANDS)
    for words in commands:
        told = asked("--language", language, *words, "--help")
        prose, _, _ = told.partition("例：\n" if language == "ja" else "示例：\n")
        usage, _, prose = prose.partition("\n")
        assert ENGLISH.findall(re.sub(r"`[^`]*`|sekisho \w+", "", prose)) == [], words
        assert usage.startswith("使い方" if language == "ja" else "用法"), words
        assert re.search(r"[\u3040-\u9fff]", told), words
        assert [line for line in examples_of(words) if line not in told.splitlines()] == [], words


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_wide_letters_are_counted_as_two_cells(language: str):
    told = asked("--language", language, "bulk", "--help")
    prose, _, _ = told.partition("例：\n" if language == "ja" else "示例：\n")
    too_wide = [line for line in prose.split("\n") if cells(line) > WIDTH and " " in line.strip()]
    assert [line for line in too_wide if "answers.csv" not in line] == []


def test_english_help_is_laid_out_by_click_itself():
    told = asked("check", "--help")
    assert told.startswith("Usage:")
    assert "Show this message and exit." in told
    assert "[default: 30; 0<=x<=3660]" in told


def test_one_language_leaves_no_trace_in_the_next():
    english = asked("example", "bom", "--help")
    assert "[必須]" in asked("--language", "ja", "example", "bom", "--help")
    assert asked("example", "bom", "--help") == english


def test_a_language_before_the_command_holds_for_it():
    line = ("check", "--control-codes", "1C905.b", "--departure", "CN", "--destination", "JP", "--as-of", "2026-09-30")
    before = CliRunner().invoke(main, ["--language", "ja", *line])
    after = CliRunner().invoke(main, [*line, "--language", "ja"])
    assert before.output == after.output
    assert "未確定" in before.output


def test_the_commands_own_language_goes_before_that_of_the_program():
    line = ["--language", "ja", "facts", "origin", "--language", "zh"]
    assert CliRunner().invoke(main, line).output == asked("facts", "origin", "--language", "zh")


@pytest.mark.parametrize("words", [["--language", "fr", "facts"], ["--language=", "facts"], ["--language"]])
def test_a_language_that_is_not_spoken_is_told(words: list[str]):
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 2
    assert "--language takes one of en, ja, zh." in answer.output
