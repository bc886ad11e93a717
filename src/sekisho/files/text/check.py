"""Whether a file is text at all: what its first bytes say it is instead."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, Problem
from sekisho.message import message

_BINARY: Final = {
    b"%PDF": message("file.pdf", "a PDF file"),
    b"PK\x03\x04": message("file.archive", "a spreadsheet or an archive"),
    b"\xd0\xcf\x11\xe0": message("file.old_spreadsheet", "an old spreadsheet"),
    b"\x1f\x8b": message("file.packed", "a packed file"),
    b"PAR1": message("file.parquet", "a Parquet file"),
}
_MESSAGE_START: Final = 4_096
"""Bytes by which a message of customs or of orders is known: its head and some items."""
_MESSAGES: Final = {
    "naccs": message(
        "file.naccs", "looks like a message of NACCS (EDI text): its items have no names, and are not read here."
    ),
    "edifact": message("file.edifact", "is a message of UN/EDIFACT, which is not read here."),
}
_HEAD_OF_NACCS: Final = 200
"""Bytes that the head of a message of NACCS has at least. The EDI specification (chapter 3.1, at naccscenter.com)
has a head of fixed length, filled up with spaces, then items of fixed length, each ended by CR and LF; no cell of a
table is mostly spaces."""


def _message_of(start: bytes) -> str:
    """Name the kind of message that bytes begin: naccs, edifact; empty if they begin none."""
    if start.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"UNA", b"UNB+")) and b"'" in start:
        return "edifact"
    head, *items = start.split(b"\r\n")
    spaces = head.count(b" ") * 2 > len(head) >= _HEAD_OF_NACCS
    bare = len(items) > 1 and not any(
        sign in line for line in (head, *items[:-1]) for sign in (b",", b";", b"\t", b"|")
    )
    return "naccs" if spaces and bare and re.match(rb"[ A-Z0-9*]{3}[A-Z]{2}[A-Z0-9 ]{3}", head) else ""


def check_text(file: Path) -> None:
    """Make sure that a file is none whose first bytes say that it is of another kind.

    Raises
    ------
    BookError
        If it is, with what it is.
    """
    with file.open("rb") as opened:
        start = opened.read(_MESSAGE_START)
    if kind := _message_of(start):
        remedy = message(
            "file.message_as_table",
            "Save the declaration or order as CSV or as a spreadsheet in the program that made it, and name that file.",
        )
        raise BookError(Problem(where=file.name, what=_MESSAGES[kind], remedy=remedy))
    for mark, what in _BINARY.items():
        if start.startswith(mark):
            remedy = message("file.give_ending", "Give it the ending of its kind, or save it as CSV.")
            raise BookError(
                Problem(
                    where=file.name,
                    what=message("file.not_text_file", "is {what}, not a text file.", what=what),
                    remedy=remedy,
                )
            )
