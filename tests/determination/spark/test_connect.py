"""Spark Connect: a server of its own on this machine, asked by a client that has no Spark in its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from sekisho import Library, determine_book
from sekisho.examples.orders import write_orders

pytest.importorskip("pyspark", reason="`pip install 'sekisho[spark]'` brings it")
pytest.importorskip("grpc", reason="`pip install 'sekisho[spark]'` brings it")

LINES = 100
SAME = ("line", "headline", "floor", "ceiling", "decisive", "missing")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_server_of_spark_connect_gives_the_answers_of_this_machine(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
):
    """`local[2]` starts the server of Spark Connect in a process of its own, and the client speaks to it by gRPC."""
    book = tmp_path / f"orders.{suffix}"
    write_orders(library, out=book, lines=LINES, seed=1)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    words = ("bulk", str(book), "-o", str(tmp_path / "there"), "--as-of", "2026-09-30", "--engine", "spark")
    done = subprocess.run(
        [sys.executable, "-m", "sekisho", *words, "--spark-remote", "local[2]"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    here = determine_book(book, library, out=tmp_path / "here.parquet", as_of="2026-09-30")
    columns = ", ".join(f"{name}::VARCHAR" for name in SAME)
    rows = [
        sorted(duckdb.connect().execute(f"SELECT {columns} FROM read_parquet('{place}')").fetchall())
        for place in (here.out, tmp_path / "there" / "*.parquet")
    ]
    assert len(rows[0]) == LINES
    assert rows[0] == rows[1]
