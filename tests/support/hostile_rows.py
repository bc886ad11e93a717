"""Results with cells that a spreadsheet or a page could run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sekisho.present.book_results.run import ReportedRun

SCRIPT = "<script>alert('listed')</script>"

HOSTILE = (
    *('=HYPERLINK("http://example.test","open")', "+81312345678", "-1+1", "@SUM(A1)", "\tindented", "007"),
    *("12345678901234567890", "1E001", "<r><t>bold</t></r>", "bell\x07 and _x0041_", " spaces ", "two\nlines"),
    *("https://example.test/?a=1&b=2", "示例有限公司", SCRIPT, "2026-01-01", "TRUE", "'quoted"),
)
"""What a cell may hold that a spreadsheet would take for something else."""

HEAD = ("line", "departure", "destination", "control_codes", "end_use", "end_user", "value_usd", "remark", "outcome")

USES = ("civil", "weapons", "", "civil", "")

CODES = ("1C905.a", "1C905.a", "1C905.a", "none", "")

Rows = list[tuple[str, ...]]

MakeRun = Callable[..., ReportedRun]


def hostile_rows() -> Rows:
    """Lines with every hostile text as party, remark, and in a column that is named like one of the results."""
    return [
        (f"={number}", "CN", "JP", CODES[number % 5], USES[number % 5], text, str(1000 + number), text, text)
        for number, text in enumerate(HOSTILE)
    ]


def card_of(results: Path) -> Mapping[str, object]:
    """The run card beside results, as the command line reads it."""
    from sekisho.determination.book.run_files import read_card

    return read_card(results)
