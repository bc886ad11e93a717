"""`python -m sekisho` is the command line, and starts with no more than it needs."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

import sekisho
from sekisho.cli import main
from sekisho.cli.commands import COMMANDS

LOADED = "import sys; from sekisho.cli import main; main({words!r}, standalone_mode=False); print(*sys.modules)"


def test_the_package_runs_as_the_command():
    done = subprocess.run([sys.executable, "-m", "sekisho", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("sekisho")
    assert sekisho.__version__ in done.stdout
    assert done.stderr == ""


def test_the_help_imports_no_command_and_no_law():
    words = [sys.executable, "-c", LOADED.format(words=["--help"])]
    told, _, loaded = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip().rpartition("\n")
    assert all(f"\n  {name}" in told for name in COMMANDS)
    rooms = ("sekisho.law", "sekisho.determination", "sekisho.parties", "sekisho.trade", "sekisho.impact", "numpy")
    assert [name for name in loaded.split() if name.startswith(rooms)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_what_the_help_says_of_it(name: str):
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str() == COMMANDS[name].short_help
