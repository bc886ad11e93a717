"""Names of the layouts in which input-output tables are read."""

from __future__ import annotations

from typing import Final, Literal, get_args

LayoutName = Literal[
    "long",
    "oecd-long",
    "oecd-wide",
    "oecd-icio",
    "wiod-national",
    "jp-mic",
    "jp-mic-goods",
    "cn-nbs-42",
    "cn-nbs-153",
    "wiod-2016",
    "jp-estat",
    "exiobase-3",
    "eora-26",
]
LAYOUTS: Final[tuple[LayoutName, ...]] = get_args(LayoutName)
