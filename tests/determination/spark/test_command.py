"""`bulk --engine spark`: what is asked of it without Spark, and what it prints with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.spark_answers import VALUES
from tests.support.spark_runs import run, told_before_spark

from sekisho import BookError, Library
from sekisho.trade.book.line_lookup import line_of_book

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
    assert expected in told_before_spark("bulk", "orders.csv", "-o", "results", *words)


def test_all_that_spark_does_not_offer_is_told_at_once_and_before_it_starts(tmp_path: Path):
    """Nothing that is asked for is passed over in silence."""
    (tmp_path / "orders.xlsx").touch()
    words = (
        *("--keep", "--threads", "2", "--store", "runs.db", "--answers", "answers.csv", "--mapping", "map.yaml"),
        *("--sheet", "Orders", "--encoding", "cp932", "--spark-conf", "memory", "--as-of", "2026-02-30"),
    )
    told = told_before_spark("bulk", str(tmp_path / "orders.xlsx"), "-o", "results.csv", "--engine", "spark", *words)
    for option in ("--keep", "--threads", "--store", "--answers", "--mapping", "--sheet", "--encoding"):
        assert f"{option}: is not offered with --engine spark." in told
    for other in ("'.xlsx' is not a kind of book", "results.csv: ", "spark-conf", "2026-02-30"):
        assert other in told
    told = told_before_spark(
        "bulk", "-o", "results", "--engine", "spark", "--sql", "SELECT 1", "--from", "sqlite:///erp.db"
    )
    assert all(f"{option}: is not offered" in told for option in ("--sql", "--from"))
    assert "no book is named" in told_before_spark("bulk", "-o", "results", "--engine", "spark")


def test_a_folder_of_several_kinds_of_files_is_refused(tmp_path: Path):
    for name in ("a.csv", "b.xlsx", "c.parquet"):
        (tmp_path / name).touch()
    told = told_before_spark("bulk", str(tmp_path), "-o", "results", "--engine", "spark")
    assert "CSV alone or Parquet alone, and here is 'b.xlsx', with 1 more." in told


def test_commands_that_need_results_in_one_file_say_how_to_make_one_of_a_folder(tmp_path: Path):
    (tmp_path / "march").mkdir()
    (tmp_path / "march" / "_SUCCESS").touch()
    for words in (("report", "-o", str(tmp_path / "march.html")), ("store", "add-run", "--store", "runs.db")):
        told = told_before_spark(*words, str(tmp_path / "march"))
        assert "is a folder that Spark wrote" in told
        assert "Write all its files as one, 'march.parquet'" in told


def test_what_is_not_hashed_may_have_changed_and_is_not_explained(library: Library):
    card = {"book": "s3a://books/orders", "book_sha256": "null", "mapping": {}, "lines": "1"}
    with pytest.raises(BookError, match="saved no digest"):
        line_of_book(card, 1, facts=library.facts, territory=str)


@pytest.mark.slow
def test_the_command_prints_what_the_other_engine_prints(orders: dict[str, Path], tmp_path: Path):
    """And Spark itself prints nothing. It compares no descriptions with the list of goods, nor does the other."""
    pytest.importorskip("pyspark")
    found = []
    for engine, out in (("duckdb", "results.parquet"), ("spark", "results")):
        words = ("bulk", str(orders["csv"]), "-o", str(tmp_path / out), "--as-of", "2026-11-24", "--format", "json")
        more = () if engine == "spark" else ("--no-classify",)
        printed = json.loads(run(*words, "--engine", engine, *more))
        found.append({k: v for k, v in printed.items() if k not in {"seconds", "out", "run_card", "matches"}})
        del found[-1]["reading"]["line_names_twice"]  # Spark does not count them
    for name in VALUES:  # added up in another order
        assert found[0].pop(name) == pytest.approx(found[1].pop(name), rel=1e-9)
    assert found[0] == found[1]
