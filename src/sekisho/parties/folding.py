"""Names brought to the form in which they are equal, with the standard library alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sekisho.parties.names.form_table import Spelling

_WORDS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Bring a name to the form in which names are compared.

    Width, case, accents, punctuation, spaces and legal forms do not count. Whether the forms of two names that are
    equal so keep them apart is told by `names.form_comparison`.

    >>> fold("ＳＵＢＡＲＵ Corporation") == fold("Subaru Corp.") == fold("SUBARU株式会社")
    True
    """
    from sekisho.parties.names.legal_forms import read_form  # a line without a name reads no table of forms

    words = _WORDS.findall(read_form(name).text.replace("&", " and "))
    return "".join([word for word in words if word != "the"] or words)


@lru_cache(maxsize=100_000)
def name_key(name: str) -> tuple[str, ...]:
    """Return what decides whether a decision on one name holds for another: the folded name, and its legal forms.

    A form has one key in all its spellings. A name without its form has none, and is no other name.

    >>> (
    ...     name_key("(株)タルミ") == name_key("タルミカブシキガイシャ"),
    ...     name_key("Tarumi Inc.") == name_key("Tarumi Corporation"),
    ... )
    (True, False)
    """
    from sekisho.parties.names.legal_forms import read_form

    return (fold(name), *sorted({_form_key(form) for form in read_form(name).forms}))


def _form_key(form: Spelling) -> str:
    """Name a form by its own law; an English one, which many laws share, by the first row that has it."""
    own = sorted(f"{one.territory} {one.kind}" for one in form.meanings if one.native)
    if own and not any(row.language == "en" for row in form.rows):
        return own[0]
    return f"row {min(row.number for row in form.rows)}"
