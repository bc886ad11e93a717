"""Rows of an answer as a frame of the library that a user has."""

from __future__ import annotations

from typing import Any

from sekisho.files.frames.arrow import check_installed


class FramedRows:
    """Hands the rows of an answer out as frames, a row a row; `to_rows` says what they are.

    A method raises `InstallationError` if its library is not installed.
    """

    __slots__ = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return the rows, each with the same names."""
        raise NotImplementedError

    def to_pandas(self) -> Any:  # noqa: ANN401 - the library is the user's own
        """Return the rows as a frame of pandas."""
        check_installed("pandas")
        import pandas as pd

        return pd.DataFrame(self._columns())

    def to_polars(self) -> Any:  # noqa: ANN401 - as above
        """Return the rows as a frame of polars."""
        check_installed("polars")
        import polars as pl

        return pl.DataFrame(self._columns())

    def to_arrow(self) -> Any:  # noqa: ANN401 - as above
        """Return the rows as a table of pyarrow."""
        check_installed("pyarrow")
        import pyarrow as pa

        return pa.table(self._columns())

    def _columns(self) -> dict[str, list[object]]:
        """Turn the rows into columns of one type: empty text beside numbers becomes None."""
        rows = self.to_rows()
        columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
        for name, cells in columns.items():
            if any(cell != "" and isinstance(cell, int | float) for cell in cells):
                columns[name] = [None if cell == "" else cell for cell in cells]
        return columns
