"""Names brought to the form in which they are equal, with the standard library alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LEGAL_FORMS_LATIN = frozenset(
    {
        *("co", "company", "corp", "corporation", "inc", "incorporated", "ltd", "limited", "llc", "kk"),
        *("gmbh", "ag", "sa", "spa", "plc", "pty", "the"),
    }
)
LEGAL_FORMS_CJK = re.compile(r"株式会社|株式會社|股份有限公司|有限公司|有限会社|合同会社|\(株\)|\(有\)")
_WORDS = re.compile(r"\w+")
_KABUSHIKI_KAISHA = re.compile(r"\bk\.?\s?k\b\.?")


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Bring a name to the form in which names are compared.

    Width and compatibility forms (NFKC), case, punctuation, spaces and legal forms do not count.

    >>> fold("ＳＵＢＡＲＵ Corporation") == fold("Subaru Corp.") == fold("SUBARU株式会社")
    True
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    bare = _KABUSHIKI_KAISHA.sub(" ", LEGAL_FORMS_CJK.sub(" ", text))
    words = _WORDS.findall(bare)
    kept = [word for word in words if word not in LEGAL_FORMS_LATIN]
    return "".join(kept or _WORDS.findall(text)).replace("_", "")
