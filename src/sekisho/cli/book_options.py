"""What is told and kept of the columns of books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sekisho.cli.console import tell
from sekisho.cli.options import mappings_folder
from sekisho.message import Text, message
from sekisho.service.book_columns import remember as keep_columns


def remember(book: str, headers: Sequence[str], said: Mapping[str, str], day: date) -> None:
    """Keep what a person said of the columns of a book, for the next one with the same headers."""
    if keep_columns(book, headers, said, mappings_folder(), day):
        tell(
            message(
                "command.remembered", "Remembered for books with these headers; `sekisho map BOOK --forget` drops it."
            )
        )


def decided_text(decided: str) -> Text:
    """Say that columns are read as a person decided earlier; `decided` is the day and the book."""
    day, _, book = decided.partition(" ")
    return message(
        "command.read_as_decided",
        "Columns are read as decided on {day} for {book}; `sekisho map BOOK --forget` drops that.",
        day=day,
        book=book,
    )
