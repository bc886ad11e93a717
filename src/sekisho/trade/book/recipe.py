"""How a book is read: what a person or the reader settled about its file, columns and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.dataclass import dataclass
from sekisho.files.read_spec import ReadSpec

if TYPE_CHECKING:
    from sekisho.trade.book.matching.memory import ColumnMemory

DATE_ORDERS: Final = ("dmy", "mdy", "ymd")
DECIMALS: Final = ("point", "comma")
Words = Mapping[str, Mapping[str, str]]
"""For each fact, what a cell says and what it means."""
_SETTINGS: Final = (
    *("encoding", "separator", "sheet", "header_row", "dates", "decimal", "decimals", "unit", "zone", "sql"),
    *("columns", "values", "read_as", "constants", "undated", "decided"),
)
"""What a run card and a mapping file state of a recipe, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe(ReadSpec):
    """How a book is read; what is left empty is found out. What concerns the file alone stands in `ReadSpec`.

    Parameters
    ----------
    dates
        Which comes first in a date such as 09/08/2026: `dmy` or `mdy`; of years in two digits also `ymd`.
    decimal
        The decimal sign of numbers: `point` (a comma groups thousands) or `comma` (a point does).
    decimals
        The same, fact by fact, as it was found out.
    unit
        Currency of the values.
    columns
        Fact to column; a fact without one has an empty name, and is not looked for.
    values
        What cells mean, where a person said so.
    read_as
        The same by column as the book names it: what a cell says, and the word as which it is read.
    constants
        Facts that are the same in every line, as a person wrote them; they fill what a line leaves open.
    suppose
        What a person supposes where a line leaves a fact open: names of sets, or FACT=VALUE.
    undated
        First and last day on which a line without a date may leave, as it was found out.
    decided
        Day and book of an earlier decision by which its columns are read.
    memories
        What a person decided for earlier books; used where the headers are the same, or nearly.
    profiles
        Folder of the user's own profiles of systems.
    """

    dates: str = ""
    decimal: str = ""
    decimals: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Words = field(default_factory=dict)
    read_as: Words = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    suppose: tuple[str, ...] = ()
    undated: str = ""
    decided: str = ""
    memories: tuple[ColumnMemory, ...] = ()
    profiles: Path | None = None

    def to_dict(self) -> dict[str, object]:
        """Return what is settled, as plain data: for run cards and mapping files."""
        found: dict[str, object] = {}
        for name in _SETTINGS:
            value = getattr(self, name)
            if value:
                plain = {str(key): each for key, each in value.items()} if isinstance(value, Mapping) else value
                found[name] = (
                    {k: dict(v) if isinstance(v, Mapping) else v for k, v in plain.items()}
                    if (isinstance(plain, dict))
                    else plain
                )
        return found


def recipe_of(card: object) -> Recipe:
    """Take a recipe from plain data, as a run card keeps it; what is not known is passed over."""
    if not isinstance(card, Mapping):
        return Recipe()
    names = ("encoding", "separator", "sheet", "dates", "decimal", "sql", "zone", "undated", "decided")
    texts: dict[str, Any] = {name: str(card.get(name) or "") for name in names}
    columns, decimals = (card.get(name) for name in ("columns", "decimals"))
    return Recipe(
        **texts,
        unit=str(card.get("unit") or ""),
        header_row=int(str(card.get("header_row") or 0)),
        decimals={str(k): str(v) for k, v in decimals.items()} if isinstance(decimals, Mapping) else {},
        columns={str(k): str(v) for k, v in columns.items()} if isinstance(columns, Mapping) else {},
        values=_words_of(card.get("values")),
        read_as=_words_of(card.get("read_as")),
    )


def _words_of(values: object) -> dict[str, dict[str, str]]:
    return {
        str(name): {str(word): str(meant) for word, meant in words.items()}
        for name, words in (values.items() if isinstance(values, Mapping) else ())
        if isinstance(words, Mapping)
    }
