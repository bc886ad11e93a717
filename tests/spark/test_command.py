"""`bulk --engine spark`: what is asked of it without Spark, and what it prints with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BLOCKED = """
import os, sys
os.dup2(1, 2)
sys.modules["pyspark"] = None
from sekisho.cli import main
try:
    main(["bulk", "orders.csv", "-o", "results", "--engine", "spark"])
except SystemExit as ended:
    print("ended with", ended.code)
"""


def run(*words: str, program: str = "import sys; from sekisho.cli import main; main(sys.argv[1:])") -> str:
    """Run sekisho, and return all that it prints."""
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_without_the_extra_it_says_what_to_install():
    told = run(program=BLOCKED)
    assert "--engine spark needs" in told
    assert "sekisho[spark]" in told
    assert "ended with 1" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--spark-master", "local[2]"), "Add --engine spark"),
        (("--engine", "spark", "--spark-master", "local", "--spark-remote", "sc://x"), "name two Sparks"),
        (("--engine", "spark", "--spark-conf", "memory"), "spark-conf"),
    ],
)
def test_options_that_do_not_fit_together_are_told(words: tuple[str, ...], expected: str):
    assert expected in run("bulk", "orders.csv", "-o", "results", *words)


@pytest.mark.slow
def test_the_command_prints_what_the_other_engine_prints(orders: dict[str, Path], tmp_path: Path):
    """And Spark itself prints nothing."""
    pytest.importorskip("pyspark")
    found = []
    for engine, out in (("duckdb", "results.parquet"), ("spark", "results")):
        words = ("bulk", str(orders["csv"]), "-o", str(tmp_path / out), "--as-of", "2026-11-24", "--format", "json")
        printed = json.loads(run(*words, "--engine", engine))
        found.append({k: v for k, v in printed.items() if k not in {"seconds", "out", "run_card"}})
    assert found[0] == found[1]
