"""Why a name may be that of a listed party, and how its cell was read: small facts, in a form for programs."""

from __future__ import annotations

from typing import Literal

from sekisho.dataclass import dataclass

Relation = Literal["self", "site", "unit", "head", "namesake", "affiliate"]
"""What of a listed party a name names."""
PieceKind = Literal[
    "markup",
    "address",
    "number",
    "role",
    "honorific",
    "country",
    "site",
    "unit",
    "form",
    "body",
    "alias",
    "cut",
    "several",
    "beside",
    "rest",
    "name",
]
"""What a piece of a cell is. form: a legal form; body: a ministry or owner named with a body; alias: another name of
the very party; cut: the name breaks off; beside: another name; rest: what nobody understood; name: what was left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPiece:
    """One piece of a cell.

    Parameters
    ----------
    text
        As written, in one width.
    code
        What it stands for: a territory of a country word, the role of a role word, a number's kind.
    """

    kind: PieceKind
    text: str
    code: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the piece as JSON."""
        return {"kind": self.kind, "text": self.text, **({"code": self.code} if self.code else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of two names, compared.

    Parameters
    ----------
    kind
        equal, same, translation, synonym, short, spelling, sound, whole, only_asked, only_listed, order, form,
        abbreviation, identifier, reading, decided, held (the listed name stands whole in the cell), cut (the cell is
        the beginning of it), namesake (another firm bears a like name), shortened (every word of the cell stands in
        it), force_unit (a kind of name that only forces bear), number_stands, basis_lacks (why a decision does not
        count, see `register.VOID`), or a kind of piece (see `CellPiece`).
    asked, listed
        The part in the name asked for, and in the listed one; empty if it is in one only.
    """

    kind: str
    asked: str = ""
    listed: str = ""

    def __str__(self) -> str:
        """Write the reason in a cell of a table."""
        both = f"{self.asked} ~ {self.listed}" if self.asked and self.listed and self.asked != self.listed else ""
        return f"{self.kind}: {both or self.asked or self.listed}"

    def to_dict(self) -> dict[str, str]:
        """Return the reason as JSON."""
        return {
            name: value
            for name, value in (("kind", self.kind), ("asked", self.asked), ("listed", self.listed))
            if value
        }
