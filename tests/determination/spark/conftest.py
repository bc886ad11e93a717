"""One Spark for all tests of a run, on this machine, with the Java that the extra brings."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.spark_runs import LINES

from sekisho import Library
from sekisho.examples.orders import write_orders


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A Spark session; the tests that need one are skipped if the extra `spark` is not installed."""
    pytest.importorskip("pyspark")
    from sekisho.cli.engine import spark_session

    with warnings.catch_warnings(), spark_session(master="local[2]", settings={"spark.driver.memory": "1g"}) as session:
        warnings.simplefilter("ignore")  # Spark's own
        yield session


@pytest.fixture(scope="session")
def orders(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The made-up book of the documentation, as CSV and as Parquet."""
    folder = tmp_path_factory.mktemp("orders")
    for suffix in ("csv", "parquet"):
        write_orders(library, out=folder / f"orders.{suffix}", lines=LINES, seed=1)
    return {suffix: folder / f"orders.{suffix}" for suffix in ("csv", "parquet")}
