"""The core works without DuckDB and numpy: one line is determined with PyYAML and click alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BLOCKED = ("duckdb", "numpy", "pandas", "pyarrow", "ibis", "hypothesis", "pytest")

ALONE = f"""
import sys
for name in {BLOCKED!r}:
    sys.modules[name] = None
import sekisho
extras = {{"determine_book", "assess_exposure", "classify", "load_table", "simulate"}}
for name in sekisho.__all__:
    assert name in extras or getattr(sekisho, name) is not None
library = sekisho.load_measures()
line = sekisho.Line(movement="export", departure="CN", destination="JP", control_codes=["1C905.a"], end_use="military")
answer = sekisho.determine(line, library, as_of="2026-02-01")
print(answer.outcome, len(answer.to_dict()))
assert sekisho.readings(line, library, as_of="2026-02-01")
"""

NOT_LOADED = """
import sys
import sekisho
sekisho.determine({}, sekisho.load_measures(), as_of="2026-02-01")
print(sorted({"duckdb", "numpy"} & set(sys.modules)))
"""

BULK = f"""
import sys
for name in {BLOCKED!r}:
    sys.modules[name] = None
import sekisho
try:
    sekisho.determine_book("orders.csv", sekisho.load_measures(), as_of="2026-09-30")
except ImportError as fault:
    print("ImportError", fault)
except sekisho.SekishoError as fault:
    print("SekishoError", fault)
"""


def run(program: str) -> str:
    """Run a program in a fresh interpreter, and return what it prints."""
    where = f"import sys\nsys.path[:0] = {[place for place in sys.path if place]!r}\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", where + program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_line_is_determined_without_duckdb_and_numpy():
    outcome, keys = run(ALONE).split()
    assert outcome == "prohibited"
    assert int(keys) >= 15


def test_one_line_is_determined_without_loading_what_it_does_not_need():
    assert run(NOT_LOADED).strip() == "[]"


def test_bulk_without_its_extra_names_the_module_that_is_missing():
    told = run(BULK)
    assert told.startswith("SekishoError ")
    assert "DuckDB" in told
    assert "pip install 'sekisho[books]'" in told


COMMAND = f"""
import sys
for name in {BLOCKED!r}:
    sys.modules[name] = None
from sekisho.cli import main
try:
    main(["bulk", "orders.csv", "-o", "results.parquet"])
except SystemExit as ended:
    print("ended with", ended.code)
"""


def test_the_command_bulk_without_its_extra_says_what_to_install():
    program = f"import os\nos.dup2(1, 2)\n{COMMAND}"
    told = run(program)
    assert "sekisho[books]" in told
    assert "ended with 1" in told
    assert "Traceback" not in told


SCREENING = ("rapidfuzz", "opencc", "sudachipy", "pypinyin", "confusable_homoglyphs")

EQUAL_NAMES = f"""
import sys
for name in {SCREENING!r}:
    sys.modules[name] = None
from sekisho.cli import main
sys.argv = ["sekisho", "bulk", "BOOK", "-o", "OUT", "--as-of", "2026-09-30"]
try:
    main(sys.argv[1:])
except SystemExit as ended:
    assert not ended.code, ended.code
"""


def test_a_book_without_the_extra_of_names_finds_equal_ones_and_says_so(tmp_path: Path):
    book, out = tmp_path / "orders.csv", tmp_path / "results.csv"
    book.write_text(
        "control_codes,departure,destination,end_user,end_use\n"
        "3C001.a,CN,JP,三菱造船株式会社,civil\n"
        "3C001.a,CN,JP,三菱造船工業株式会社,civil\n",
        encoding="utf-8",
    )
    told = run(EQUAL_NAMES.replace("BOOK", str(book)).replace("OUT", str(out)))
    assert "Names were looked for as they are written" in " ".join(told.split())
    assert out.is_file()
