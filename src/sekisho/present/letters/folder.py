"""The folder of letters: each as .docx and .txt; of a book with its table for the reply, a note, and an index."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, Problem
from sekisho.files.formats import keep_private, private_folder
from sekisho.files.formulas import TableWriter
from sekisho.i18n.messages import Translator
from sekisho.i18n.package_translation import teller_of
from sekisho.message import Text, and_more, counted, joined, message
from sekisho.present.document import Blanks, Letter, Paragraph, Points, Table
from sekisho.present.letters.reply_table import reply_bytes, takes_reply
from sekisho.present.letters.wording import letter_of, listed_names
from sekisho.present.render.docx import MADE, docx_bytes
from sekisho.present.render.plain_text import letter_text
from sekisho.service.letters import (
    KINDS,
    ON_UNIT,
    TO_CUSTOMER,
    TO_MINISTRY,
    TO_SALES,
    TO_SUPPLIER,
    LettersAnswer,
    OpenLetter,
    UnwrittenLetter,
)

NOTE: Final = "0-note"
"""Name of the note to the officer: it comes before all letters in a folder."""
INDEX: Final = "letters.csv"
COLUMNS: Final = ("number", "kind", "to", "lines", "file")
SHOWN: Final = 3
"""Files that are in the way and are named: enough to know them by. A guess."""
_LONGEST: Final = 40
"""Letters of a name that stand in the name of a file. A guess: a longer path breaks old programs."""
REPLY: Final = "_reply.xlsx"
"""Ends the name of the table that goes with a letter."""


def note_of(answer: LettersAnswer, files: Mapping[str, str]) -> Letter:
    """Return the note to the officer: what was written, to whom nobody writes and why, and how replies come back.

    Parameters
    ----------
    files
        Name of the file of each letter, by its number.
    """
    listed = _unwritten(answer)
    perhaps = [
        message(
            "letter.note_perhaps",
            "{name} may be “{names}”, on a list: decide that before letter {number} goes.",
            name=letter.to,
            names=listed_names(letter.to, letter.perhaps, answer.library),
            number=letter.number,
        )
        for letter in answer.letters
        if letter.perhaps
    ]
    nameless = counted(
        "letter.note_nameless",
        "{n} open line names no customer: ask Sales for whom it is.",
        "{n} open lines name no customer: ask Sales for whom they are.",
        n=answer.nameless,
    )
    heads = (
        message("letter.head_number", "number"),
        message("letter.head_kind", "kind"),
        message("letter.head_to", "to"),
        message("letter.head_lines", "lines"),
        message("letter.head_file", "file"),
    )
    rows = [
        (letter.number, _KINDS[letter.kind], letter.to, f"{len(letter.lines):,}", files[letter.number])
        for letter in answer.letters
    ]
    parts: list[Paragraph | Points | Table | Blanks] = [
        Paragraph(
            text=joined([text for text in (_NOTE_DRAFTS, nameless if answer.nameless else None) if text], "sentence")
        ),
        *([Points(items=(*listed, *perhaps))] if listed or perhaps else []),
        Table(caption=message("letter.note_table", "Letters"), heads=heads, rows=tuple(rows), texts=3),
        Paragraph(text=_NOTE_REPLIES),
    ]
    return Letter(
        number="",
        subject=message("letter.note", "Note to the export-control officer: {book}", book=answer.book),
        remarks=(),
        head=(),
        parts=tuple(parts),
    )


def _unwritten(answer: LettersAnswer) -> list[Text]:
    """Say which listed parties get no letter."""
    return [_no_letter(party, listed_names(party.to, party.entries, answer.library)) for party in answer.unwritten]


def _no_letter(party: UnwrittenLetter, entries: Text) -> Text:
    """Say what to do with the lines of a listed party: the same as the list of lines says of them."""
    if not party.must_stop:
        if party.role == "supplier":
            return counted(
                "letter.note_look_supplier",
                "No letter to the supplier {name} ({n} line), on a list as “{entries}”: look, and decide in the house.",
                "No letter to the supplier {name} ({n} lines), on a list as “{entries}”: look, and decide in the "
                "house.",
                name=party.to,
                entries=entries,
                n=len(party.lines),
            )
        return counted(
            "letter.note_look_customer",
            "No letter to the customer {name} ({n} line), on a list as “{entries}”: look, and decide in the house.",
            "No letter to the customer {name} ({n} lines), on a list as “{entries}”: look, and decide in the house.",
            name=party.to,
            entries=entries,
            n=len(party.lines),
        )
    if party.role == "supplier":
        return counted(
            "letter.note_listed_supplier",
            "No letter to the supplier {name} ({n} line), on a list as “{entries}”: stop, and decide in the house.",
            "No letter to the supplier {name} ({n} lines), on a list as “{entries}”: stop, and decide in the house.",
            name=party.to,
            entries=entries,
            n=len(party.lines),
        )
    return counted(
        "letter.note_listed_customer",
        "No letter to the customer {name} ({n} line), on a list as “{entries}”: stop, and decide in the house.",
        "No letter to the customer {name} ({n} lines), on a list as “{entries}”: stop, and decide in the house.",
        name=party.to,
        entries=entries,
        n=len(party.lines),
    )


_NOTE_DRAFTS: Final = message(
    "letter.note_drafts",
    "These are drafts: nothing was sent. Each names its own open lines, and gives no opinion on the law.",
)
_NOTE_REPLIES: Final = message(
    "letter.note_replies",
    "A reply names the number of its letter, and letters.csv says whose it is. Read a table that comes back filled; "
    "then take it in as it is. Enter what comes as a letter in the row of that party, where the list asks.",
)
_TAKE_IN: Final = message(
    "letter.take_in", "A table that comes back filled: `sekisho settle apply REPLY.xlsx RESULTS -o NEW`."
)
_KINDS: Final[Mapping[str, Text]] = {
    TO_SUPPLIER: message("letter.kind_supplier", "to a supplier"),
    TO_CUSTOMER: message("letter.kind_customer", "to a customer"),
    ON_UNIT: message("letter.kind_unit", "which unit"),
    TO_SALES: message("letter.kind_sales", "to Sales: do not ship"),
    TO_MINISTRY: message("letter.kind_ministry", "question to the ministry"),
}


def letter_files(answer: LettersAnswer, *, language: str = "en") -> Iterator[tuple[str, bytes]]:
    """Go through the files of a folder of letters: each letter; of a book its table, the note and the index too."""
    translator = teller_of(answer.library, language).translator
    names = {letter.number: _file_name(letter) for letter in answer.letters}
    if not answer.book:
        for letter in answer.letters:
            document = letter_of(letter, answer, translator)
            yield f"{names[letter.number]}.docx", docx_bytes(document, translator)
            yield f"{names[letter.number]}.txt", letter_text(document, translator).encode("utf-8")
        return
    yield INDEX, index_text(answer).encode("utf-8-sig")
    for name, document in (
        (NOTE, note_of(answer, names)),
        *((names[letter.number], letter_of(letter, answer, translator)) for letter in answer.letters),
    ):
        yield f"{name}.docx", docx_bytes(document, translator)
        yield f"{name}.txt", letter_text(document, translator).encode("utf-8")
    for letter in answer.letters:
        if takes_reply(letter):
            yield f"{names[letter.number]}{REPLY}", reply_bytes(letter, answer.library, language=language)


def _file_name(letter: OpenLetter) -> str:
    name = re.sub(r"[^\w()（）-]+", "_", letter.to)[:_LONGEST].strip("_")
    return f"{letter.number}_{name or letter.kind}"


def letter_rows(answer: LettersAnswer) -> list[dict[str, object]]:
    """Return one row a letter: its number, its kind, to whom it goes, its lines and its file."""
    return [
        {
            "number": letter.number,
            "kind": letter.kind,
            "to": letter.to,
            "lines": ";".join(line.line for line in letter.lines),
            "file": _file_name(letter),
        }
        for letter in answer.letters
    ]


def index_text(answer: LettersAnswer) -> str:
    """Return the index of the letters as CSV."""
    text = io.StringIO(newline="")
    TableWriter(text, COLUMNS).write_all(letter_rows(answer))
    return text.getvalue()


def write_letters(answer: LettersAnswer, out: Path, *, language: str = "en") -> None:
    """Write the letters of a book into a folder, which is made if it is not there.

    Raises
    ------
    BookError
        If a file of one of them is there already: somebody may have written in it.
    """
    files = dict(letter_files(answer, language=language))
    there = [name for name in files if (out / name).exists()]
    if there:
        what = message("letter.there", "{names} are there already.", names=and_more(there[:SHOWN], len(there) - SHOWN))
        remedy = message("letter.other_folder", "Name another folder: somebody may have written in these drafts.")
        raise BookError(Problem(where=str(out), what=what, remedy=remedy))
    if not out.is_dir():
        private_folder(out)
    for name, data in files.items():
        (out / name).write_bytes(data)
        keep_private(out / name)


def letters_zip(answer: LettersAnswer, *, language: str = "en") -> bytes:
    """Return the letters of a book as one file: a folder packed as ZIP."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in letter_files(answer, language=language):
            file.writestr(zipfile.ZipInfo(name, MADE), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def drafts_data(answer: LettersAnswer, *, language: str = "en") -> dict[str, object]:
    """Return the letters about one answer as plain data, each with its text; and to whom nobody writes, and why."""
    translator = teller_of(answer.library, language).translator
    return {
        "letters": [
            {
                "number": letter.number,
                "kind": letter.kind,
                "to": letter.to,
                "subject": translator.say(letter_of(letter, answer, translator).subject),
                "text": letter_text(letter_of(letter, answer, translator), translator),
                "file": _file_name(letter),
            }
            for letter in answer.letters
        ],
        "unwritten": [
            {"role": party.role, "to": party.to, "entries": list(party.entries), "why": translator.say(why)}
            for party, why in zip(answer.unwritten, _unwritten(answer), strict=True)
        ],
    }


def letters_data(answer: LettersAnswer, out: str) -> dict[str, object]:
    """Return what was written as plain data."""
    return {
        "letters": [{**row, "lines": str(row["lines"]).split(";")} for row in letter_rows(answer)],
        "unwritten": [
            {
                "role": party.role,
                "to": party.to,
                "lines": [line.line for line in party.lines],
                "entries": list(party.entries),
            }
            for party in answer.unwritten
        ],
        "open_lines": answer.open_lines,
        "nameless": answer.nameless,
        "out": out,
    }


def letters_text(answer: LettersAnswer, out: str, *, language: str = "en", width: int = 100) -> list[str]:
    """Say on a terminal how many letters were written, of what kind, and who gets none."""
    from sekisho.present.render.terminal import wrap

    translator = Translator(language)
    texts = map(translator.say, letters_told(answer, out))
    return [line for text in texts for line in wrap(text, width=width, hang="  ")]


def letters_told(answer: LettersAnswer, out: str) -> list[Text]:
    """Say how many letters were written, of what kind, and who gets none."""
    counts = [(kind, sum(letter.kind == kind for letter in answer.letters)) for kind in KINDS]
    written = message(
        "letter.written",
        "{letters} in {out}: {kinds}. Nothing was sent.",
        letters=counted("letter.letters", "{n} letter", "{n} letters", n=len(answer.letters)),
        out=out,
        kinds=joined(
            [
                message("letter.of_kind", "{number} {kind}", number=number, kind=_KINDS[kind])
                for kind, number in counts
                if number
            ],
            "comma",
        ),
    )
    if not answer.letters:
        written = message("letter.none", "No open line needs a letter.")
        if not answer.book:
            written = message("letter.none_here", "Neither the customer nor the supplier can decide this: no letter.")
    return [written, *_unwritten(answer), *([_TAKE_IN] if answer.letters and answer.book else [])]
