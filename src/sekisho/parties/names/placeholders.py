"""Fields that name nobody: empty ones, words for unknown, only a legal form, an address of the web, a number."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sekisho.message import message
from sekisho.parties.names.folding import fold_text
from sekisho.parties.names.form_table import form_table
from sekisho.parties.names.legal_forms import is_only_form
from sekisho.regex import regex

_UNKNOWN: Final = frozenset(
    {
        *(
            "n/a",
            "na",
            "n a",
            "null",
            "nan",
            "unknown",
            "various",
            "various customers",
            "to be advised",
            "tba",
            "tbd",
            "tbc",
        ),
        *("to be determined", "to be confirmed", "to order", "to the order", "order", "same as consignee", "as above"),
        *("same", "not known", "not available", "undisclosed", "confidential", "individual", "others", "other", "misc"),
        *(
            "未定",
            "不明",
            "未知",
            "待定",
            "无",
            "無",
            "なし",
            "無し",
            "個人",
            "个人",
            "同上",
            "非公開",
            "保密",
            "不詳",
            "不详",
            "匿名",
        ),
        *("미정", "없음", "미상", "該当なし", "暂无", "各社", "その他", "其他"),
    }
)
_GLANCE: Final = 3
"""Letters of a first word from which two words are taken for a name at a glance. Smaller, initials such as NA pass
unseen; larger, more names are looked at in full, and nothing else differs."""
_LOOKED_AT: Final = frozenset(word.split()[0] for word in _UNKNOWN if word.isascii()) | {"the"}
_WEB: Final = regex(r"^(?:https?://|www\.)\S+$|^\S+@\S+\.\S+$", re.IGNORECASE)
_FORMULA: Final = regex(r"""^[=@+](?!.*["'].*[^\W\d_]{2}.*["'])[\s\S]*$|^(?:[%$]\w*\W*)+$|^%s""")
_WORDS: Final = regex(r"[^\W_]+")


@lru_cache(maxsize=20_000)
def names_nobody(text: str) -> str:
    """Say why a field names nobody; empty if it names somebody.

    >>> names_nobody("株式会社"), names_nobody("TDK")
    ('it is only a legal form', '')
    """
    folded = fold_text(text)
    words = _WORDS.findall(folded)
    if _is_plain(words, text):
        return ""
    if not words or "\ufffd" in text:
        return message("parties.no_letters", "it has no letters")
    if folded.strip(" .-") in _UNKNOWN or " ".join(words) in _UNKNOWN:
        return message("parties.not_known", "it says that the name is not known")
    if not any(letter.isalpha() for letter in folded):
        return message("parties.a_number", "it is a number")
    if _WEB.match(text.strip()):
        return message("parties.web_address", "it is an address of the web")
    if _FORMULA.match(text.strip()):
        return message("parties.formula", "it is a formula")
    if is_only_form(text):
        return message("parties.only_form", "it is only a legal form")
    return ""


def is_word_for_nobody(folded: str) -> bool:
    """Tell whether a folded field is a word that says that a name is not known.

    >>> is_word_for_nobody("未定"), is_word_for_nobody("未定商事")
    (True, False)
    """
    return folded in _UNKNOWN


def begins_name(word: str) -> bool:
    """Tell whether two plain Latin words, of which this is the first, surely name somebody."""
    return len(word) >= _GLANCE and word.isalpha() and word not in _LOOKED_AT and word not in form_table().first


def _is_plain(words: list[str], text: str) -> bool:
    """Tell at a glance that a field holds a name: two words in letters, one of them no word that is looked at here."""
    return (
        len(words) > 1
        and text[0].isalpha()
        and text.isascii()
        and begins_name(words[0])
        and "@" not in text
        and ":" not in text
    )
