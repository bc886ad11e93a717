"""Names brought to the form in which they are equal, with the standard library alone."""

from __future__ import annotations

import re
from functools import lru_cache

from sekisho.parties.names.forms import read_form

_WORDS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Bring a name to the form in which names are compared.

    Width, case, accents, punctuation, spaces and legal forms do not count. Whether the forms of two names that are
    equal so keep them apart is told by `names.form_comparison`.

    >>> fold("ＳＵＢＡＲＵ Corporation") == fold("Subaru Corp.") == fold("SUBARU株式会社")
    True
    """
    words = _WORDS.findall(read_form(name).text.replace("&", " and "))
    return "".join([word for word in words if word != "the"] or words)
