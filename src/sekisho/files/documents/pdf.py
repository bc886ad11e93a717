"""Pages of a PDF with a text layer as blocks: tables, and the lines of text around them.

A table has lines between its columns, or gaps that run through it from its header to its last row without a word in
them. Where neither parts the columns, where a cell ends would be a guess, and goods would stand under the name of
another column: nothing of such a file is a table, and whoever reads it takes it for one line or refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, Problem
from sekisho.files.documents.blocks import Block
from sekisho.files.documents.pdf_opener import pdf_pages
from sekisho.files.read_spec import FEWEST, HeaderTest
from sekisho.message import message
from sekisho.regex import regex

if TYPE_CHECKING:
    from pdfplumber.page import Page

WIDE: Final = 1.0
"""Gap between two words, as a share of the letters' size, that parts two texts of a line. A guess: a space between
words is a quarter to a third of it. Smaller, justified text falls apart; larger, a label runs into the next."""
SPACE: Final = 0.5
"""Gap up to which two words are of one text of a column, wherever they stand."""
_SAME_LINE: Final = 3.0
"""Points by which the tops of words on one line may differ."""
_FEWEST_HEADERS: Final = 3
"""Known headers of a table without lines: two stand in many a line above one, such as the number and day of a paper."""
_AMOUNT: Final = regex(r"[^\W\d]{0,4}[\s$€¥£￥]*-?\d[\d.,\s]*[-%$€¥£￥]?(?:\s?[^\W\d]{1,4}\.?)?")
"""A number, an amount or a quantity, with its sign or unit."""
_NUMBER: Final = regex(r"[\d.,\s]*\d")
_REMEDY: Final = message(
    "file.pdf_as_sheet", "Take the order as a spreadsheet or CSV from who sent it, or copy its table into one."
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words that stand together, with their edges in points."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    pieces: tuple[_Piece, ...]
    size: float
    top: float

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces)


def blocks_of_pdf(file: Path, headers: HeaderTest | None) -> list[Block]:
    """Read a PDF.

    Parameters
    ----------
    headers
        What tells the header of the lines of an order; None for any ruled table.

    Raises
    ------
    BookError
        If pdfplumber is not installed; the file is damaged, protected, has no text but pictures, or no table whose
        columns are parted.
    """
    parts: list[Block | _Line] = []
    with pdf_pages(file, error=BookError, remedy=_REMEDY) as pages:
        for page in pages:
            parts += _parts_of(page)
    if not parts:
        what = message("file.pdf_pictures", "has no text: its pages are pictures, or empty.")
        raise BookError(Problem(where=file.name, what=what, remedy=_REMEDY))
    tables = [part for part in parts if isinstance(part, Block)]
    if headers is None:
        if not tables:
            raise _unparted(file)
        return tables
    try:
        return _parted(parts, tables, headers, file)
    except BookError:
        if not headers.is_paper:
            raise
        return [Block(rows=(row,), is_table=False) for part in parts for row in _block(part).rows]


def _parted(parts: Sequence[Block | _Line], tables: Sequence[Block], headers: HeaderTest, file: Path) -> list[Block]:
    """Find the table of lines among the parts of a PDF.

    Raises
    ------
    BookError
        If it has none whose columns are parted.
    """
    lines = [part for part in parts if isinstance(part, _Line)]
    ruled = max((headers.count(row) for table in tables for row in table.rows if _of_items(row, headers)), default=0)
    header = max((line for line in lines if _of_items(line.cells, headers)), key=_known(headers), default=None)
    if header is not None and headers.count(header.cells) > max(ruled, _FEWEST_HEADERS - 1):
        return _without_rules(parts, header, file)
    if headers.form([line.cells for line in lines]) is None and (not ruled or any(map(_states_amounts, lines))):
        raise _unparted(file)
    return [_block(part) for part in parts]


def _of_items(cells: Sequence[str], headers: HeaderTest) -> bool:
    return headers.count(cells) >= FEWEST and any(map(headers.is_item, cells))


def _known(headers: HeaderTest) -> Callable[[_Line], int]:
    return lambda line: headers.count(line.cells)


def _states_amounts(line: _Line) -> bool:
    """Tell whether a line beside ruled tables may be a row of goods: of four pieces two are numbers."""
    return len(line.pieces) > _FEWEST_HEADERS and sum(map(bool, map(_AMOUNT.fullmatch, line.cells))) > 1


def _unparted(file: Path) -> BookError:
    what = message("file.pdf_no_rules", "has no table whose columns are parted by lines or by gaps.")
    return BookError(Problem(where=file.name, what=what, remedy=_REMEDY))


def _block(part: Block | _Line) -> Block:
    return part if isinstance(part, Block) else Block(rows=(part.cells,), is_table=False)


def _without_rules(parts: Sequence[Block | _Line], header: _Line, file: Path) -> list[Block]:
    """Make a table of a header and the lines below it, whose columns gaps part.

    Raises
    ------
    BookError
        If no gap runs through the table, so that words of two columns cannot be told apart.
    """
    at = next(place for place, part in enumerate(parts) if part is header)
    columns = [(piece.left, piece.right) for piece in header.pieces]
    body: list[_Line] = []
    rest: list[Block | _Line] = []
    for part in parts[at + 1 :]:
        if isinstance(part, _Line) and part.cells == header.cells:
            continue  # on a further page
        wider = _widened(columns, part) if isinstance(part, _Line) and not rest else None
        if wider is None or not isinstance(part, _Line):
            rest.append(part)
            continue
        columns = wider
        body.append(part)
    starts = [_column_of(line.pieces[0], columns) == 0 for line in body]
    if not any(starts) or not _is_clear(columns, body) or _belongs_below(body, starts):
        raise _unparted(file)
    if any(isinstance(part, _Line) and _is_row(part, columns) for part in rest):
        raise _unparted(file)
    rows = [list(header.cells)]
    for line in body:
        cells = [""] * len(columns)
        for piece in line.pieces:
            column = _column_of(piece, columns)
            cells[column] = f"{cells[column]} {piece.text}".strip()
        if cells[0] or any(
            below and above and _NUMBER.fullmatch(below) for above, below in zip(rows[-1], cells, strict=True)
        ):
            rows.append(cells)
        else:  # cells of the row above go on, or of the header
            rows[-1] = [f"{above} {below}".strip() for above, below in zip(rows[-1], cells, strict=True)]
    table = Block(rows=tuple(map(tuple, rows)))
    return [*map(_block, parts[:at]), table, *map(_block, rest)]


def _belongs_below(body: Sequence[_Line], starts: Sequence[bool]) -> bool:
    """Tell whether a line that begins no row stands nearer to the row below it: its cells are set in the middle."""
    for at in range(1, len(body) - 1):
        above, below = body[at].top - body[at - 1].top, body[at + 1].top - body[at].top
        if not starts[at] and starts[at + 1] and 0 < below < above - 1 and len(body[at].pieces) == 1:
            return True
    return False


def _widened(columns: Sequence[tuple[float, float]], line: _Line) -> list[tuple[float, float]] | None:
    """Widen the columns to the words of a line; None if a word would stand in two, or in none."""
    wider = list(columns)
    for piece in line.pieces:
        near = [at for at, (left, right) in enumerate(wider) if piece.left < right and left < piece.right]
        if len(near) > 1:
            return None
        middle = (piece.left + piece.right) / 2
        at = near[0] if near else min(range(len(wider)), key=lambda at: abs(sum(wider[at]) / 2 - middle))
        wider[at] = (min(wider[at][0], piece.left), max(wider[at][1], piece.right))
    gaps = [after[0] - before[1] for before, after in pairwise(wider)]
    return wider if all(gap > SPACE * line.size for gap in gaps) else None


def _is_clear(columns: Sequence[tuple[float, float]], body: Sequence[_Line]) -> bool:
    """Tell whether the words of each column run together: two stacks of words below one header are two columns."""
    for left, right in columns:
        inside = sorted(
            (piece.left, piece.right) for line in body for piece in line.pieces if left <= piece.left < right
        )
        end = inside[0][1] if inside else 0.0
        for start, stop in inside:
            if start - end > WIDE * body[0].size:
                return False
            end = max(end, stop)
    return True


def _column_of(piece: _Piece, columns: Sequence[tuple[float, float]]) -> int:
    return next((at for at, (_, right) in enumerate(columns) if piece.left < right), len(columns) - 1)


def _is_row(line: _Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a line below a table may be a row of it that was not read."""
    return len({_column_of(piece, columns) for piece in line.pieces}) >= _FEWEST_HEADERS


def _parts_of(page: Page) -> Iterator[Block | _Line]:
    """Go through the ruled tables and the lines of a page, from its top."""
    tables = page.find_tables()
    placed: list[tuple[float, Block | _Line]] = []
    for table in tables:
        rows = tuple(tuple((cell or "").strip() for cell in row) for row in table.extract())
        if any(any(row) for row in rows):
            placed.append((table.bbox[1], Block(rows=rows)))
    words = page.extract_words(extra_attrs=["size"])
    outside = [word for word in words if not any(_is_in(word, table.bbox) for table in tables)]
    placed += _lines(outside)
    return (part for _, part in sorted(placed, key=lambda pair: pair[0]))


def _is_in(word: Mapping[str, float], box: Sequence[float]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _lines(words: Sequence[Mapping[str, object]]) -> Iterator[tuple[float, _Line]]:
    """Gather words that stand on one line, and part it where a gap is wide; each with its top in points."""
    rows: list[tuple[float, list[Mapping[str, object]]]] = []
    for word in sorted(words, key=lambda word: _number(word, "top")):
        top = _number(word, "top")
        if not rows or top - rows[-1][0] > _SAME_LINE:
            rows.append((top, []))
        rows[-1][1].append(word)
    for top, row in rows:
        pieces: list[_Piece] = []
        for word in sorted(row, key=lambda word: _number(word, "x0")):
            left, right, text = _number(word, "x0"), _number(word, "x1"), str(word["text"])
            if pieces and left - pieces[-1].right <= WIDE * _number(word, "size"):
                pieces[-1] = _Piece(pieces[-1].left, right, f"{pieces[-1].text} {text}")
            else:
                pieces.append(_Piece(left, right, text))
        yield top, _Line(tuple(pieces), _number(row[0], "size"), top)


def _number(word: Mapping[str, object], key: str) -> float:
    value = word[key]
    return float(value) if isinstance(value, int | float) else 0.0
