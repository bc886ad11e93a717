"""What a command imports before it answers: a number of modules, which no machine changes."""

from __future__ import annotations

import subprocess
import sys

import pytest

LINE = ("check", "--origin", "CN", "--destination", "JP", "--control-codes", "1C905.b")
COUNTED = """
import sys
from sekisho.cli import main
try:
    main(sys.argv[1:], prog_name="sekisho")
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(name for name in sys.modules if name.partition(".")[0] in {"sekisho", "numpy", "duckdb", "scipy"}))
"""


def imported(*words: str) -> list[str]:
    """Return the modules that a command loads; the first of a machine may keep what the second finds, as users do."""
    for _ in range(2):
        ran = subprocess.run([sys.executable, "-c", COUNTED, *words], capture_output=True, text=True, check=True)
        found = ran.stdout.splitlines()[-1].split()
        if "numpy" not in found:
            break
    return found


@pytest.mark.parametrize(("words", "most"), [(LINE, 152), (("--help",), 60)], ids=["check", "help"])
def test_a_command_imports_few_modules(words: tuple[str, ...], most: int):
    """Import where it is needed what most questions do not need, rather than raise a number."""
    modules = imported(*words)
    assert len(modules) < most
    assert not {"numpy", "duckdb", "scipy"} & set(modules)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "gallium to Mitsubishi Heavy Industries"),
        ("screen", "Mitsubishi Heavy Industries"),
        ("classify", "gallium arsenide wafer"),
    ],
    ids=" ".join,
)
def test_a_question_in_words_loads_nothing_that_counts_in_arrays(words: tuple[str, ...]):
    """To load them takes longer than the rest of the question."""
    assert not {"numpy", "duckdb", "scipy"} & set(imported(*words))


def test_a_line_without_a_name_reads_no_table_of_names():
    assert not [name for name in imported(*LINE) if name.startswith("sekisho.parties.names")]


WITHOUT_CHARTS = """
import sys
sys.modules["altair"] = sys.modules["vl_convert"] = None
import sekisho.present.impact.export, sekisho.present.exposure.export, sekisho.present.nowcast.terminal
"""


def test_texts_and_tables_of_a_cost_need_nothing_that_draws():
    """So says the program where charts are not installed."""
    subprocess.run([sys.executable, "-c", WITHOUT_CHARTS], check=True)
