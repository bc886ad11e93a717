"""Which inputs are imported, where a table states only totals: in proportion, product by product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sekisho.impact.economy.table import Array

ASSUMPTION = (
    "Imported inputs are not published for this table: every user of a product imports the same share of it, "
    "imports / (output + imports - exports), and exports are all made at home."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSplit:
    """Total uses of products split by where the products are made.

    Parameters
    ----------
    domestic, imported
        Intermediate use; shape (n, n), row = product, column = user.
    home_final, exports
        Final use of products made at home; shape (n,).
    shares
        Share of the supply at home that is imported, 0 to 1; shape (n,).
    capped
        Products of which more is imported than used at home, so that part of the exports was not made at home; their
        share is held at 1, and their exports at output.
    """

    domestic: Array
    imported: Array
    home_final: Array
    exports: Array
    shares: Array
    capped: tuple[str, ...]


def split_imports(
    *, uses: Array, home_final: Array, exports: Array, imports: Array, output: Array, codes: Sequence[str]
) -> ImportSplit:
    """Split uses that hold home-made and imported products together.

    Parameters
    ----------
    uses
        Intermediate use of all products; shape (n, n), row = product, column = user.
    home_final
        Final use at home of all products; shape (n,).
    exports, imports, output
        By product, imports as positive numbers; shape (n,).

    Returns
    -------
    Split
        A row that adds up before the split adds up after it: (1 - m)(uses + home final) + exports = output.

    Source
    ------
    Miller and Blair, Input-Output Analysis, 2nd ed. (2009), section 4.4 (imports in proportion to use).
    """
    supply = output + imports - exports
    wanted = np.divide(imports, supply, out=np.zeros_like(supply), where=supply > 0)
    shares = np.clip(wanted, 0.0, 1.0)
    beyond = (wanted > 1) | (supply < 0)
    capped = tuple(code for code, over in zip(codes, beyond, strict=True) if over)
    shares = np.where(beyond, 1.0, shares)
    return ImportSplit(
        domestic=uses * (1 - shares)[:, None],
        imported=uses * shares[:, None],
        home_final=home_final * (1 - shares),
        exports=np.where(beyond, np.minimum(exports, output), exports),
        shares=shares,
        capped=capped,
    )
