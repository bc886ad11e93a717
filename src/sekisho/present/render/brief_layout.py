"""How a brief answer is said and set: in each language the wordings that fit, the cases that fit, and the lines.

It takes the document as it is; what an answer says is put together where its question is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from sekisho.dataclass import dataclass
from sekisho.message import joined
from sekisho.present.document import Brief
from sekisho.present.render.terminal import Ink, cells, pad, paint, wrap

WIDTH: Final = 78
"""Cells of a line: a terminal of 80 with a margin."""
MOST: Final = 12
"""Lines of an answer: half a screen, so that the question stays in sight."""
CASE_COLUMN: Final = 54
"""Cell in which the answers of a table of cases begin, unless one is too long for what is left."""
_LONG: Final = 2
"""Lines of a case that need no wider column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPart:
    """A part of a brief answer in one language, one sentence or several a line, before lines are broken.

    Parameters
    ----------
    row_places
        Place of each case that is told among all cases of the answer: any of them may have been left out.
    """

    label: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    row_places: tuple[int, ...] = ()
    place: str = ""


def spoken(
    document: Brief, say: Callable[[str], str], margin: int, *, whole: bool = False, most: int = MOST
) -> tuple[SpokenPart, ...]:
    """Say a brief answer in a language: of each part the longest wording with which all of it fits.

    Cases are left out in their order of the part, one that is easily spared at once, the others only where no wording
    is short enough; what is left then has its longest wordings again. Wordings that only count what they leave out come
    last of all.

    Parameters
    ----------
    say
        Tells a text in the language.
    margin
        Cells left of what stands beside the labels.
    whole
        With every case, however long it gets: a page is not as short as a screen.
    most
        Lines of the screen that it may take: fewer where a command stands below it.
    """
    sheet = _Sheet(document, say, margin)
    longest = [sheet.first_that_fits(at) for at in range(len(document.parts))]
    if whole or sheet.height(longest, 0) <= most:
        return sheet.said(longest, 0)
    first = any(part.easily for part in document.parts)
    ways = list(range(first, max(first + 1, *(len(part.rows) for part in document.parts))))
    for left_out in ways:
        chosen = _shorter(sheet, longest, left_out, most, counts=False)
        if chosen is not None:
            return sheet.said(chosen, left_out)
    # What only counts is said where nothing else makes the answer short enough, not to spare a case.
    chosen = _shorter(sheet, longest, ways[-1], most, counts=True)
    return sheet.said(chosen or [len(part.wordings) - 1 for part in document.parts], ways[-1])


def _shorter(sheet: _Sheet, longest: Sequence[int], left_out: int, most: int, *, counts: bool) -> list[int] | None:
    """Return the wordings of each part with which an answer fits, each as long as it may be; None if none does.

    Parameters
    ----------
    left_out
        How many cases are left out.
    counts
        Whether parts may be counted alone, the lightest first.
    """
    chosen = list(longest)
    order = list(enumerate(sheet.parts))
    if counts:
        order.sort(key=lambda entry: entry[1].weight)
    for at, part in order:
        for wording in range(chosen[at] + 1, len(part.wordings) - (0 if counts else part.counted) if part.label else 0):
            if sheet.height(chosen, left_out) <= most:
                break
            if sheet.lines(at, wording, left_out) < sheet.lines(at, chosen[at], left_out):
                chosen[at] = wording
    if sheet.height(chosen, left_out) > most:
        return None
    for at in reversed(range(len(chosen))):
        for wording in range(longest[at], chosen[at]):
            longer = [*chosen[:at], wording, *chosen[at + 1 :]]
            if sheet.height(longer, left_out) <= most:
                chosen = longer
                break
    return chosen


class _Sheet:
    """An answer in a language, and the lines that `screen` lays out of it.

    What is tried is a number a part: which wording it has. Each part is said, and laid out in a wording, once, however
    often an answer is shortened.
    """

    def __init__(self, document: Brief, say: Callable[[str], str], margin: int) -> None:
        self.parts, self._margin = document.parts, margin
        self._labels = [say(part.label) for part in self.parts]
        self._wordings = [[say(text) for text in part.wordings] for part in self.parts]
        self._rows = [tuple((say(case), say(cell)) for case, cell in part.rows) for part in self.parts]
        self._counted: dict[tuple[int, int, int], int] = {}

    def said(self, chosen: Sequence[int], left_out: int) -> tuple[SpokenPart, ...]:
        """Return all parts in the wordings chosen."""
        return tuple(self._said(at, wording, left_out) for at, wording in enumerate(chosen))

    def _said(self, at: int, wording: int, left_out: int) -> SpokenPart:
        part, cases = self.parts[at], self._rows[at]
        places = tuple(place for place in range(len(cases)) if place not in part.spare[:left_out])
        return SpokenPart(
            label=self._labels[at],
            lines=tuple(filter(None, self._wordings[at][wording : wording + 1])),
            rows=tuple(cases[place] for place in places),
            row_places=places,
            place=part.place,
        )

    def height(self, chosen: Sequence[int], left_out: int) -> int:
        """Count the lines of an answer."""
        return sum(self.lines(at, wording, left_out) for at, wording in enumerate(chosen))

    def lines(self, at: int, wording: int, left_out: int) -> int:
        """Count the lines of a part in one of its wordings."""
        place = at, wording, left_out
        if place not in self._counted:
            part = self._said(at, wording, left_out)
            self._counted[place] = len(_laid_out(part, margin=self._margin, width=WIDTH, first=not at))
        return self._counted[place]

    def first_that_fits(self, at: int) -> int:
        """Return the longest wording that takes no more lines than its part may; else the shortest that tells."""
        part = self.parts[at]
        room = " " * self._margin if part.label else ""
        telling = self._wordings[at][: len(part.wordings) - part.counted]
        for wording, text in enumerate(telling):
            if len(wrap(text, width=WIDTH, indent=room, hang=room, whole_words=True)) <= part.lines:
                return wording
        return max(0, len(telling) - 1)


def margin_of(say: Callable[[str], str], labels: Iterable[str]) -> int:
    """Return the cells left of what stands beside the labels: two before them, and one at least behind."""
    longest = max(cells(say(label)) for label in labels)
    return 2 + (longest + 2) // 2 * 2  # even, for letters that are two cells wide


def screen(parts: Sequence[SpokenPart], *, ink: Ink, margin: int, width: int = WIDTH) -> list[str]:
    """Lay a brief answer out for a terminal, its verdict in an ink."""
    lines: list[str] = []
    for part in parts:
        more = _laid_out(part, margin=margin, width=width, first=not lines)
        lines += more if lines else [paint(entry, ink) for entry in more]
    return [line.rstrip() for line in lines]


def first_fitting(
    documents: Iterable[Brief], say: Callable[[str], str], *, ink: Ink, margin: int, width: int, most: int = MOST
) -> list[str]:
    """Lay out the first of several answers, each shorter than the one before, that fits; the last if none does.

    For answers that count what they leave out, so that no part can be left out of them alone.
    """
    parts: tuple[SpokenPart, ...] = ()
    for document in documents:
        parts = spoken(document, say, margin, most=most)
        if len(screen(parts, ink=ink, margin=margin)) <= most:
            break
    return screen(parts, ink=ink, margin=margin, width=width)


def _laid_out(part: SpokenPart, *, margin: int, width: int, first: bool) -> list[str]:
    """Lay one part of an answer out; the first stands alone, without a head."""
    head = "" if first else "  " + pad(part.label, margin - 2) if part.label else "  "
    hang = " " * margin if part.label else "  "
    lines = [line for text in part.lines for line in wrap(text, width=width, indent=head, hang=hang, whole_words=True)]
    return [*lines, *_rows(part.rows, head=head, margin=margin, width=width)]


def _rows(rows: Sequence[tuple[str, str]], *, head: str, margin: int, width: int) -> Iterator[str]:
    """Set cases and their answers in two columns."""
    longest = max((cells(cell) for _, cell in rows), default=0)
    hang = " " * (margin + 2)
    column = min(CASE_COLUMN, width - longest) if longest else width + 1
    laid = [wrap(case, width=column - 1, indent=head, hang=hang, whole_words=True) for case, _ in rows]
    if longest and any(len(lines) > _LONG for lines in laid):
        column, hang = width - longest, " " * margin
    for case, cell in rows:
        lines = wrap(case, width=column - 1, indent=head, hang=hang, whole_words=True)
        # Beside a word that is longer than the column no answer fits: it stands beside the next line.
        at = next((number for number, line in enumerate(lines) if cells(line) < column), len(lines))
        if at == len(lines):
            lines.append("")
        lines[at] = pad(lines[at], column) + cell
        yield from lines
        head = " " * margin


def parts_data(parts: Iterable[SpokenPart], say: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the parts of a brief answer as data."""
    return [
        {"label": part.label, "lines": [*part.lines, *(say(joined(row, "colon")) for row in part.rows)]}
        for part in parts
    ]
