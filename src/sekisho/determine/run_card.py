"""The run card beside the results of `bulk`, read again."""

from __future__ import annotations

from pathlib import Path

from sekisho.errors import BookError, Problem
from sekisho.law.nodes import Faults, compose
from sekisho.trade.book import is_folder_of_results


def read_card(results: Path, *, folders_too: bool = False) -> dict[str, object]:
    """Read the run card beside the results.

    Parameters
    ----------
    folders_too
        Whether results may be a folder that Spark wrote.

    Raises
    ------
    BookError
        If either is missing, the card cannot be read, or results are a folder where they must be a file.
    """
    folder = is_folder_of_results(results)
    if folder and not folders_too:
        file = results.with_suffix(".pq" if results.suffix == ".parquet" else ".parquet").name
        what = "is a folder that Spark wrote; results in one file are needed here."
        do = f"Write all its files as one, '{file}', beside the run card; DuckDB, Spark and pandas can."
        raise BookError(Problem(where=str(results), what=what, do=do))
    if not (folder or results.is_file()):
        raise BookError(Problem(where=str(results), what="no such file.", do="Name a bulk result."))
    path = results.with_suffix(".run.yaml")
    if not path.is_file():
        expected = f"`sekisho bulk` writes {path.name} beside the results."
        raise BookError(Problem(where=str(path), what="no run card.", do=expected))
    faults = Faults(str(path))
    node = compose(path.read_text(encoding="utf-8"), faults)
    found = node.plain() if node is not None else None
    if faults.found or not isinstance(found, dict):
        raise BookError(faults.found or Problem(where=str(path), what="no run card."))
    needed = [name for name in ("book", "book_sha256", "mapping", "library", "lines") if name not in found]
    if needed:
        what = f"the run card lacks {', '.join(needed)}."
        raise BookError(Problem(where=str(path), what=what, do="Run `sekisho bulk` again."))
    return found
