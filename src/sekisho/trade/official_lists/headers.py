"""Columns of an official list: what their headers are called in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from sekisho.trade.official_lists.printed_text import narrow

NAMES: Final = {
    "serial": ("序号", "serial", "no", "number"),
    "code": ("管制编码", "出口管制编码", "管制编号", "编码", "control code", "code"),
    "text": (
        "物项名称及描述",
        "物项名称和描述",
        "名称及描述",
        "物项描述",
        "item name and description",
        "description",
        "text",
    ),
    "name": ("参考商品名称", "商品名称", "物项名称", "reference commodity name", "name", "name zh"),
    "hs": ("海关商品编号", "参考海关商品编号", "商品编号", "参考税则号列", "customs code", "hs code", "hs"),
    "unit": ("单位", "计量单位", "unit"),
}
"""Column to the headers it may have; the first is the one that the documents print."""

_BY_HEADER: Final = {header: column for column, headers in NAMES.items() for header in headers}


def column_of(header: str) -> str | None:
    """Name the column that a header stands for.

    >>> column_of("海关商品 编号"), column_of("Control_Code"), column_of("备注")
    ('hs', 'code', None)
    """
    text = re.sub(r"[_\s]+", " ", narrow(header).lower()).strip().rstrip(".")
    return _BY_HEADER.get(text) or _BY_HEADER.get(text.replace(" ", ""))


def columns_of(headers: Sequence[str]) -> list[str | None] | None:
    """Name the columns of a header row; None if it is none: two known headers make one."""
    found = [column_of(header) for header in headers]
    return found if len({column for column in found if column}) > 1 else None


def expected(columns: Iterable[str]) -> str:
    """Write which headers are expected.

    >>> expected(["code"])
    '管制编码 (or control code)'
    """
    english = {"code": "control code", "text": "description", "name": "name", "hs": "customs code"}
    return ", ".join(f"{NAMES[column][0]} (or {english.get(column, column)})" for column in columns)
