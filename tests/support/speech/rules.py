"""The rules of plain words that a machine can check, each with its limit or its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("en", "ja", "zh")
LONGEST: Final[Mapping[str, int]] = {"en": 25, "ja": 60, "zh": 50}
"""Words of a sentence in English, letters in Japanese and Chinese."""
BANNED: Final = re.compile(
    r"\b(?:told|kept|held|holds?|bears? on|hangs? on|stands? on|waits? for|waits?|settles?|turns? on|lapsed|loaded"
    r"|in place of|of its own|no more(?! than)|none such|clear|safe|allowed|may ship)\b"
    r"|\bsave (?:for|that|by|special|as|where|what|in|if|when|from)\b|\b(?<!there )is no (?!longer\b)",
    re.IGNORECASE,
)
"""Words of English that a reader has to guess at."""
OTHER_WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:undetermined|order books?|(?<!unreliable )entity list|horizon|the library)\b", re.IGNORECASE
    ),
    "ja": re.compile(
        r"(?<!、)帳簿|(?<!輸出)管理リスト|管制リスト|懸念リスト|該当項番|判定不能|(?<!米国)商務省|閲読|実体リスト"
        r"|どの文字でも|物資|(?<!重要)(?<!他の)(?<!対象)(?<!別の)(?<!戦略)(?<!ない)鉱物|ライブラリ"
        r"|[0-9]の(?:リスト|名称)|^(?:CN|JP)(?![A-Za-z-])|(?<![A-Z=])(?:CN|JP)の|未解決|未決(?!定)|未定事項|\d+(?:bn|[mM])\b"
    ),
    "zh": re.compile(
        r"订单簿|(?<!出口)(?<!商务)(?<!当地的)管制清单|代价|货运(?!代理|、)|案卷|民间企业|把握程度|阅于|逐部分"
        r"|至多为?[“未禁]|未决|物料(?!清单|表)|(?<!一种)矿物|物资|资料库|^(?:CN|JP)(?![A-Za-z-])"
        r"|(?<![A-Z=])(?:CN|JP) ?的|(?<!编码)(?<!日期)(?<!为)未定(?!义)|\d+(?:bn|[mM])\b"
    ),
}
"""Words beside the one word for a thing. Some stay where another thing is meant: books of account, a mineral beside
another, the control list of the United States, forwarders, and titles of acts."""
COMMAND: Final = re.compile(
    r"`[^`]*`|'[^' ]+'|\w+=\S+|\w+(?: \| \w+)+|^ +sekisho .*$|https?://\S+"
    r"|(?<![\w-])--?[a-z][a-z-]*(?:[= ][A-Z]{2,}\b)?|\bsekisho(?: [a-z]+)+|\b[A-Z][A-Z_]{2,}\b"
    r"|\S*\.(?:csv|yaml|ya?ml|json|xlsx|html|pdf|parquet|duckdb|docx|toml|db|txt|svg|png)\b|(?<!\w)\.?/\S+",
    re.MULTILINE,
)
"""What is typed or copied as it stands: commands, flags, places of files, addresses, keys in quotation marks."""
NAMES: Final = re.compile(
    r"Model Context Protocol|Data Package|Spark Connect|News on Japan|World Journal|Greenberg Traurig"
)
"""Names of products and houses, which every language writes so."""
IDENTIFIERS: Final = re.compile(
    r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b|(?<![\w/.])[a-z]{2}/[0-9a-z][0-9a-z-]+|#[a-z][a-z-]+"
    r"|\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{8,}\b",
    re.ASCII,
)
"""Ids of data. The seven letters of the hash of the law data are printed where a record needs them."""
WORD_OF_DATA: Final = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b", re.ASCII)
"""A value or a name of data; where ids of measures may stand too, as in what is asked for in full."""
DAY: Final = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])", re.ASCII)
ENGLISH: Final = re.compile(r"[A-Za-z][a-z'’]+(?:[ ,:]+[A-Za-z]?[a-z'’]+)+")
"""Two words of English and more; the second is in small letters or begins with a capital."""
CJK: Final = r"[\u3040-\u30ff\u4e00-\u9fff]"
MIXED: Final = re.compile(rf"{CJK}[,;] ?(?={CJK})|{CJK}\.(?={CJK}| ?$)")
"""A comma or a full stop of English between letters of Japanese or Chinese."""
ENDS: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(r"(?<=[\w)”%’'\"…])[.?!:;](?:\s+|$)|·|\n"),
    "ja": re.compile(r"[。？！；：·\n]|: |(?<=[\w)）])\.\s"),
    "zh": re.compile(r"[。？！；：·\n]|: |(?<=[\w)）])\.\s"),
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a sentence: the rule, the word or number, and the sentence."""

    rule: str
    what: str
    text: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.rule} [{self.what}] {self.text}"


def words_of_data(texts: Iterable[str]) -> Iterator[str]:
    """Go through the words with underscores in texts, each with its text; what is to be typed or copied has them."""
    for text in texts:
        yield from (f"{word}: {text[:120]}" for word in WORD_OF_DATA.findall(COMMAND.sub("C", text)))


def sentences(text: str, language: str) -> list[str]:
    """Take a text apart into its sentences; a colon and a semicolon end a thought as a full stop does."""
    return [part.strip() for part in ENDS[language].split(text) if part and part.strip()]


def faults_of(text: str, language: str, own: Callable[[str], str] = str) -> Iterator[Fault]:
    """Find what is wrong with a text in a language.

    Parameters
    ----------
    own
        Takes out of a text what is not the program's speech: names, quotations of law, the user's own words.
    """
    said = own(NAMES.sub("N", COMMAND.sub("C", text)))
    found: list[tuple[str, Iterable[str]]] = [
        ("identifier", IDENTIFIERS.findall(said)),
        ("day", DAY.findall(said)),
        ("other word", (hit[0] for hit in OTHER_WORDS[language].finditer(said))),
    ]
    if language == "en":
        found.append(("banned", (hit[0].lower() for hit in BANNED.finditer(said))))
    else:
        found += [("English", ENGLISH.findall(said)), ("mixed", MIXED.findall(said))]
    for rule, hits in found:
        yield from (Fault(rule, hit, said) for hit in hits)
    for sentence in sentences(said, language):
        size = len(sentence.split()) if language == "en" else len(sentence)
        if size > LONGEST[language]:
            yield Fault("long", str(size), sentence)
