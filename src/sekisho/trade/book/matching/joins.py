"""Several columns read as one: name, specification and model of the goods make one description."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sekisho.files.formats import literal, quoted
from sekisho.law.model.condition import FactName
from sekisho.trade.book.order_book import SPACES, Book, text_of

BETWEEN: Final = " + "
_MARK: Final = "+"
_BETWEEN_LINES: Final = "\n"
"""Between the pieces of a name: a cell of several lines is read line by line, and as a whole."""
PARTIES: Final = frozenset({"exporter", "importer", "end_user", "intermediate_consignee"})
_MOST: Final = 12
"""Columns that may be read as one."""
NOTHING: Final = ("", "null", "none", "nan", "n/a", "-", "--", "―", "—", "〃", "なし", "无", "no aplica")


def joined_name(columns: Iterable[str]) -> str:
    """Name several columns that are read as one."""
    return BETWEEN.join(columns)


def between(fact: str) -> str:
    r"""Say what stands between the texts of a fact: the pieces of a name are lines, as in a cell of several lines.

    >>> between("importer"), between("description")
    ('\n', ' ')
    """
    return _BETWEEN_LINES if fact in PARTIES else " "


def columns_named(text: str, names: Collection[str]) -> tuple[str, ...]:
    """Return the columns that a text names: one, or several with + between them; none if there are no such columns.

    >>> columns_named("品名+規格", ["品名", "規格"]), columns_named("A+B", ["A+B", "A", "B"]), columns_named("C", ["A"])
    (('品名', '規格'), ('A+B',), ())
    """
    if text in names:
        return (text,)
    parts = text.split(_MARK)
    if not 1 < len(parts) <= _MOST:
        return ()
    return _split(parts, names) or ()


def _split(parts: Sequence[str], names: Collection[str]) -> tuple[str, ...] | None:
    """Find names that make up the parts; a name may itself hold the mark."""
    if not parts:
        return ()
    for size in range(1, len(parts) + 1):
        name = _MARK.join(parts[:size]).strip()
        if name in names:
            others = _split(parts[size:], names)
            if others is not None:
                return (name, *others)
    return None


def join_columns(book: Book, joined: Mapping[str, Sequence[str]], pieces: Iterable[Sequence[str]] = ()) -> Book:
    """Give each fact that stands in several columns one column with the texts of all.

    Parameters
    ----------
    pieces
        Columns that hold one text in pieces, and no fact: they get such a column too, so that a name is found in it.
    """
    names_made = {
        joined_name(columns): (FactName(fact), tuple(columns))
        for fact, columns in joined.items()
        if len(columns) > 1 and book.columns.facts.get(FactName(fact)) == columns[0]
    }
    facts = {**book.columns.facts, **{fact: name for name, (fact, _) in names_made.items()}}
    parts = {part for _, columns in names_made.values() for part in columns}
    texts = {name: (columns, between(fact)) for name, (fact, columns) in names_made.items()}
    for columns in pieces:
        if not parts.issuperset(columns):
            texts[joined_name(columns)] = (tuple(columns), _BETWEEN_LINES)
    if not texts:
        return book
    shown = ", ".join(
        f"{_joined_sql(book, columns, mark)} AS {quoted(name)}" for name, (columns, mark) in texts.items()
    )
    sql = f"(SELECT *, {shown} FROM {book.sql})"
    unmapped = tuple(name for name in book.columns.unmapped if name not in parts)
    cells = book.cells
    if cells is not None and book.sql in cells.sqls:  # the lines are the same, with more columns
        cells = replace(cells, sqls=cells.sqls | {sql})
    return replace(
        book,
        sql=sql,
        kinds={**book.kinds, **dict.fromkeys(texts, "VARCHAR")},
        columns=replace(book.columns, facts=facts, unmapped=unmapped),
        joined={name: columns for name, (columns, _) in texts.items()},
        cells=cells,
    )


def _joined_sql(book: Book, parts: Iterable[str], mark: str) -> str:
    nothing = ", ".join(map(literal, NOTHING))
    texts = []
    for name in parts:
        text = f"trim({text_of(name, book.kinds[name])}, {SPACES})"
        texts.append(f"CASE WHEN lower({text}) NOT IN ({nothing}) THEN {text} END")
    return f"nullif(concat_ws({literal(mark)}, {', '.join(texts)}), '')"
