"""What tells who a party is beside its name: the territory of its seat, and identifiers."""

from __future__ import annotations

from sekisho.cli.console import tell
from sekisho.errors import FactError, Problem
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library
from sekisho.parties.identifier import identifier_of


def seat_of(given: str, library: Library) -> str:
    """Return the code of the territory of a seat, given as a code or by a name.

    Raises
    ------
    FactError
        If it is none.
    """
    code = territories_of(library).code(given) if given else ""
    if given and not code:
        what, remedy = f"'{given}' is not a territory.", "Expected a code such as JP, or a name of it."
        raise FactError(Problem(where="territory", what=what, remedy=remedy))
    return code


def stated_identifier(given: str) -> str:
    """Return an identifier as lists hold it, however it is written; tell of one that no scheme knows."""
    if identifier_of(given) is None:
        tell(f"identifier: '{given}' is no corporate number, LEI, credit code or TYO: code; it is compared as written.")
    return as_held(given)


def as_held(given: str) -> str:
    """Return an identifier as lists hold it; what no scheme knows stays as it is written."""
    found = identifier_of(given)
    return found.value if found else given.strip()
