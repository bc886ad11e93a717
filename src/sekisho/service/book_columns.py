"""How an order list is read: its columns before it is judged, and what a person decided on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.errors import BookError
from sekisho.service.book import BookRequest, book_faults, place_and_recipe
from sekisho.service.workspace import Workspace
from sekisho.trade.book.matching.joins import PARTIES
from sekisho.trade.book.matching.memory import ColumnMemory, forget_memories, keep_memory, kept_memories

if TYPE_CHECKING:
    from sekisho.trade.book.cleaning import Cleaned
    from sekisho.trade.book.intake import BookIntake
    from sekisho.trade.book.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLook:
    """A book that is looked at, while it is open.

    Parameters
    ----------
    headers
        Headers of the file itself, without columns that were joined.
    text
        How it is read, as a mapping file says it.
    """

    opened: BookIntake
    cleaned: Cleaned
    headers: tuple[str, ...]
    text: str


def planned(request: BookRequest, workspace: Workspace, book: str | None) -> tuple[str, Recipe]:
    """Return where a book is, and how it is to be read, with what is the same in every line and what is supposed.

    Raises
    ------
    BookError
        With all that is wrong with what is asked.
    """
    from sekisho.determination.book.supposition import read_constants

    library = workspace.library
    place, recipe = place_and_recipe(request, workspace, book)
    constants = {
        **read_constants(recipe.constants, library, where="constants"),
        **read_constants(request.constants, library),
    }
    if problems := book_faults(replace(request, constants={}), library, files=True):
        raise BookError(problems)
    recipe = replace(
        recipe,
        constants={str(fact): value for fact, value in constants.items()},
        suppose=request.suppose or recipe.suppose,
    )
    return place, recipe


def mapping_file_of(place: str) -> Path:
    """Name the mapping file that stands beside a book."""
    from sekisho.trade.book.mapping_file import mapping_place

    return mapping_place(Path(place))


@contextmanager
def look(place: str, recipe: Recipe, mapping: Mapping[str, str], workspace: Workspace) -> Iterator[BookLook]:
    """Open a book and read its cells; nothing is judged.

    Raises
    ------
    BookError
        If it cannot be read.
    """
    from sekisho.determination.book.opener import look_at
    from sekisho.files.staging import own_columns
    from sekisho.trade.book.mapping_file import written_mapping

    with look_at(place, workspace.library, recipe=recipe, mapping=mapping) as (opened, cleaned):
        headers = own_columns([name for name in opened.book.kinds if name not in opened.book.joined])
        text = written_mapping(opened, cleaned.readings, cleaned.recipe)
        yield BookLook(opened=opened, cleaned=cleaned, headers=tuple(headers), text=text)


def remember(book: str, headers: Sequence[str], said: Mapping[str, str], mappings: Path, day: date) -> bool:
    """Keep what a person said of the columns of a book, for the next one with the same headers; tell whether it was.

    Parameters
    ----------
    book
        Where it is; what came from a database has no headers of its own, and is not remembered.
    """
    if not said or not headers or "://" in book:
        return False
    memory = ColumnMemory(headers=tuple(headers), columns=dict(said), day=day, book=Path(book).name)
    keep_memory(mappings, memory)
    return True


def said_by_person(
    chosen: Mapping[str, str], shown: Mapping[str, str], before: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return what a person said of columns by changing what was shown to them; empty if they changed nothing.

    Which party a column holds hangs on the columns of the others: who changes one has seen all, and all hold.

    Parameters
    ----------
    chosen, shown
        Fact to column, as the person left it and as it was shown.
    before
        What was said of an earlier book and is used: it holds where it was not changed.

    >>> said_by_person({"importer": "Buyer"}, {"end_user": "Buyer"})
    {'end_user': '', 'importer': 'Buyer'}
    >>> said_by_person({"end_user": "To", "intermediate_consignee": "Buyer"}, {"intermediate_consignee": "Buyer"})
    {'end_user': 'To', 'intermediate_consignee': 'Buyer'}
    """
    facts = sorted({*chosen, *shown})
    changed = {fact: chosen.get(fact, "") for fact in facts if chosen.get(fact, "") != shown.get(fact, "")}
    if not PARTIES.isdisjoint(changed):
        changed |= {fact: chosen[fact] for fact in sorted(PARTIES & chosen.keys())}
    return {**(before or {}), **changed} if changed else {}


def memories_of(mappings: Path) -> tuple[ColumnMemory, ...]:
    """Return all that is remembered of the columns of books, the newest first."""
    return kept_memories(mappings)


def forget(mappings: Path, headers: Sequence[str] = (), key: str = "") -> tuple[ColumnMemory, ...]:
    """Forget what is remembered for a set of headers, or one by its key, or all; return what is forgotten."""
    return forget_memories(mappings, headers, key)
