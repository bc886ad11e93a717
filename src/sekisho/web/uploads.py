"""What is sent as an order book, looked at before anything reads it: its kind, its size, and that it is no bomb.

A spreadsheet is an archive of XML. One that unpacks to more than is taken, that holds too many parts, or whose XML
declares a document type, where entities that grow without end are defined, is refused. A Parquet file states its lines
and bytes itself.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from sekisho.errors import BookError, Problem
from sekisho.files.documents.kind import DOCUMENTS, READ, FileKind, kind_of
from sekisho.files.read_spec import HEADER_WITHIN
from sekisho.files.spreadsheet import SPREADSHEETS
from sekisho.files.staging import EXPECTED, KINDS
from sekisho.files.tables import PARQUET, stored_size
from sekisho.files.text.delimited import DELIMITERS
from sekisho.message import message
from sekisho.trade.bom.ipc1752 import DECLARATIONS
from sekisho.web.settings import UploadLimits

CHUNK: Final = 1 << 20
MOST_PARTS: Final = 5_000
"""Parts of an archive; a workbook of a hundred sheets has a few hundred."""
ZIPPED: Final = (SPREADSHEETS - {".xls"}) | (DECLARATIONS - {".xml"})
XML: Final = (".xml", ".rels", ".vml")
"""Parts of an archive that hold XML; in UTF-16, which no spreadsheet program writes, declarations stay unseen."""
SIGNS: Final[dict[str, tuple[bytes, ...]]] = {
    ".parquet": (b"PAR1",),
    ".pq": (b"PAR1",),
    ".xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08"),
    **dict.fromkeys(ZIPPED, (b"PK\x03\x04",)),
}
"""How files of a kind begin; those of text have no sign."""
BINARY: Final = tuple(sign for signs in SIGNS.values() for sign in signs if len(sign) > 2)  # noqa: PLR2004 - whole signs
SEPARATORS: Final = tuple(sign.encode() for sign in DELIMITERS)
_DECLARES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_NAME: Final = 100


def safe_name(given: str) -> str:
    """Return a name for a file that names nothing outside its folder.

    >>> safe_name("../../etc/passwd"), safe_name("注文 2026.XLSX")
    ('passwd', '注文 2026.xlsx')
    """
    last = PurePosixPath(given.replace("\\", "/")).name
    kept = "".join(letter for letter in last if letter.isalnum() or letter in " ._-()")
    stem, dot, ending = kept.strip(" .").rpartition(".")
    name = f"{stem}{dot}{ending.lower()}" if stem else ending
    return name[-_LONGEST_NAME:] or "book"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadKind:
    """What is sent: what it is called, the kinds of file that are read, and the command that takes any size.

    Parameters
    ----------
    expected
        What is said of a file of another kind.
    """

    called: str
    kinds: Sequence[str]
    expected: str
    command: str


BOOK: Final = UploadKind(
    called=message("web.order_list", "book"),
    kinds=KINDS,
    expected=EXPECTED,
    command="sekisho bulk BOOK -o results.parquet",
)


def keep_upload(sent: BinaryIO, name: str, folder: Path, limits: UploadLimits, *, sort: UploadKind = BOOK) -> Path:
    """Write what was sent into a folder of its own, and look at it.

    Raises
    ------
    BookError
        If it is of no kind that is read, too large, or not what its name says; nothing is kept then.
    """
    path = folder / safe_name(name)
    if path.suffix not in sort.kinds:
        what = message(
            "web.no_kind_of",
            "'{suffix}' is not a kind of {called}.",
            suffix=path.suffix or path.name,
            called=sort.called,
        )
        raise BookError(Problem(where="book", what=what, remedy=sort.expected))
    try:
        _write(sent, path, limits, sort)
        check_book(path, limits)
    except BookError:
        path.unlink(missing_ok=True)
        raise
    return path


def _write(sent: BinaryIO, path: Path, limits: UploadLimits, sort: UploadKind) -> None:
    size = 0
    with path.open("xb") as file:
        while block := sent.read(CHUNK):
            size += len(block)
            if size > limits.upload:
                raise BookError(_too_large(limits.upload, sort))
            file.write(block)
    if not size:
        raise BookError(
            Problem(
                where="book",
                what=message("web.empty_file", "the file is empty."),
                remedy=message("web.expected_rows", "Expected a header and rows."),
            )
        )


def _too_large(most: int, sort: UploadKind) -> Problem:
    remedy = message(
        "web.run_on_this", "Run `{command}` on this computer: it takes files of any size.", command=sort.command
    )
    return Problem(
        where="book", what=message("web.file_too_large", "it has more than {most} bytes.", most=most), remedy=remedy
    )


def check_book(path: Path, limits: UploadLimits) -> None:
    """Look whether a file is what its name says, and no bomb.

    Raises
    ------
    BookError
        If it is not.
    """
    kind = path.suffix
    is_really = kind_of(path) if kind in {*SPREADSHEETS, *DOCUMENTS} else FileKind.OTHER
    if is_really in READ:  # programs call pages .xls, and whoever reads it looks at what it is
        if is_really in {FileKind.WORD, FileKind.OPEN_TEXT}:
            _check_archive(path, limits)
        return
    if is_really == FileKind.TEXT:
        _check_columns(path, limits)
        return
    with path.open("rb") as file:
        beginning = file.read(1024)
    signs = SIGNS.get(kind)
    if signs is not None and not beginning.startswith(signs):
        what = message("web.not_this_kind", "it is not a {kind} file, whatever its name says.", kind=kind)
        raise BookError(
            Problem(
                where="book",
                what=what,
                remedy=message("web.save_in_kind", "Save it again in that format, or as CSV in UTF-8."),
            )
        )
    if signs is None and (beginning.startswith(BINARY) or b"\x00\x00" in beginning[:64]):
        what = message("web.no_text", "it is not text, whatever its name '{kind}' says.", kind=kind)
        raise BookError(
            Problem(
                where="book",
                what=what,
                remedy=message("web.name_by_kind", "Name it by its kind, such as .xlsx or .parquet."),
            )
        )
    if kind in ZIPPED:
        _check_archive(path, limits)
    elif kind in PARQUET:
        _check_parquet(path, limits)
    elif signs is None:
        _check_columns(path, limits)


def _check_columns(path: Path, limits: UploadLimits) -> None:
    """Refuse a text whose first rows have more cells than a book has columns; a row is counted by its separators."""
    with path.open("rb") as file:
        rows = file.read(CHUNK).splitlines()[:HEADER_WITHIN]
    widest = max((row.count(sign) + 1 for row in rows for sign in SEPARATORS), default=0)
    if widest > limits.columns:
        what = message(
            "web.too_many_columns",
            "it has {widest} columns, more than {columns}.",
            widest=widest,
            columns=limits.columns,
        )
        remedy = message("web.leave_out_columns", "Leave out the columns that say nothing of a line.")
        raise BookError(Problem(where="book", what=what, remedy=remedy))


def _check_parquet(path: Path, limits: UploadLimits) -> None:
    """Read what a file says of itself: a few bytes may stand for more lines than anybody ships in a lifetime."""
    import duckdb

    with duckdb.connect() as connection:
        try:
            rows, size = (connection.execute(sql).fetchall()[0][0] for sql in stored_size(path))
        except duckdb.Error:
            remedy = message("web.write_again", "Write it again, or save the book as CSV in UTF-8.")
            raise BookError(
                Problem(
                    where="book", what=message("web.damaged_parquet", "it is a damaged Parquet file."), remedy=remedy
                )
            ) from None
    if (rows or 0) > limits.lines:
        raise BookError(
            _bomb(
                message("web.too_many_lines", "it has {rows} lines, more than {lines}.", rows=rows, lines=limits.lines)
            )
        )
    if (size or 0) > limits.unpacked:
        raise BookError(
            _bomb(
                message("web.unpacks_too_large", "it unpacks to more than {unpacked} bytes.", unpacked=limits.unpacked)
            )
        )


def _check_archive(path: Path, limits: UploadLimits) -> None:
    """Unpack every part once, counting, so that nobody need believe the sizes that the archive states."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise BookError(_bomb(message("web.parts_in_file", "it has {n} parts.", n=len(parts))))
            if sum(part.file_size for part in parts) > limits.unpacked:
                raise BookError(
                    _bomb(
                        message(
                            "web.unpacks_too_large",
                            "it unpacks to more than {unpacked} bytes.",
                            unpacked=limits.unpacked,
                        )
                    )
                )
            left = limits.unpacked
            for part in parts:
                left = _check_part(archive, part, left, limits)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError):
        what = message("web.damaged_sheet", "it is a damaged spreadsheet, or one with a password.")
        remedy = message(
            "web.save_without_password", "Open it in a spreadsheet program and save it again, without a password."
        )
        raise BookError(Problem(where="book", what=what, remedy=remedy)) from None


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, limits: UploadLimits) -> int:
    """Read one part to its end; returns how many bytes may still come."""
    before = b""
    is_xml = part.filename.lower().endswith(XML)
    with archive.open(part) as file:
        while block := file.read(CHUNK):
            if is_xml and not before and b"\x00" in block[:8]:
                raise BookError(_bomb(message("web.xml_encoding", "its XML is in another encoding than UTF-8.")))
            left -= len(block)
            if left < 0:
                raise BookError(
                    _bomb(
                        message(
                            "web.unpacks_too_large",
                            "it unpacks to more than {unpacked} bytes.",
                            unpacked=limits.unpacked,
                        )
                    )
                )
            if _DECLARES.search(before + block):
                raise BookError(_bomb(message("web.xml_doctype", "its XML declares a document type.")))
            before = block[-16:]
    return left


def _bomb(what: str) -> Problem:
    return Problem(
        where="book",
        what=what,
        remedy=message("web.save_one_sheet", "Save the one sheet that is needed, or CSV in UTF-8."),
    )
