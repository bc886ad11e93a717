"""Where the materials of a scenario stand in a bill that names them as its parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sekisho.exposure.shortage_network import Uses
from sekisho.trade.bom.bill import Bill


def uses_by_name(bill: Bill, names: Sequence[str], *, feels: NDArray[np.bool_]) -> Uses:
    """Find the materials of a scenario among the parts of a bill, by number or description, whatever the case.

    Parameters
    ----------
    names
        Names of the materials.
    feels
        For each part, whether what goes into it feels the shortage, such as those that are not made in the restricting
        territory; shape (parts,).
    """
    wanted = {name.casefold(): place for place, name in enumerate(names)}
    parts = bill.parts
    of_part = np.full(len(parts), -1, dtype=np.int32)
    for place, name in enumerate(parts.ids):
        for text in (name, parts.description[place]):
            of_part[place] = wanted.get(text.casefold(), of_part[place])
    line = np.flatnonzero((of_part[bill.lines.part] >= 0) & feels[bill.lines.parent]).astype(np.int32)
    part = bill.lines.part[line]
    return Uses(line=line, part=part, material=of_part[part])
