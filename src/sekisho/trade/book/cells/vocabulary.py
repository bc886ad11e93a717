"""Words of order books for what the table of facts writes in one way: yes and no, kinds of use, unknown, none."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_file

_TABLE: Final = Path(__file__).with_name("phrases.csv")
UNKNOWN_WORD: Final = "unknown"
_ASIDE: Final = re.compile(r"""[\s._\-/、。・,'"()\[\]「」]+""")


@cache
def _phrases() -> dict[tuple[str, str], tuple[str, str]]:
    """Read the table: fact or kind of fact, folded phrase; its meaning and, where it is unknown, why."""
    return {(row["of"], folded_phrase(row["phrase"])): (row["value"], row["why"]) for row in rows_of_file(_TABLE)}


@lru_cache(maxsize=1024)
def folded_phrase(text: str) -> str:
    """Bring a phrase to the form in which phrases are compared: width, case, spaces and marks do not count.

    >>> folded_phrase("ＴＢＤ."), folded_phrase("民生 用")
    ('tbd', '民生用')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _ASIDE.sub("", plain) or plain


def meaning(of: str, text: str) -> tuple[str, str] | None:
    """Say what a phrase means for a fact or a kind of fact; `unknown` comes with a reason. None if it is not known."""
    return _phrases().get((of, folded_phrase(text)))
