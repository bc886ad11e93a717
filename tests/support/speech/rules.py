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
    r"|in place of|of its own|no more(?! than)|none such|clear(?!ly|ed|s|ing)|safe|allowed|may ship)\b"
    r"|\bsave (?:for|that|by|special|as|where|what|in|if|when|from)\b|\b(?<!there )is no (?!longer\b)",
    re.IGNORECASE,
)
"""Words of English that a reader has to guess at."""
OTHER_WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:undetermined|order books?|(?<!unreliable )entity list|horizon|the library)\b", re.IGNORECASE
    ),
    "ja": re.compile(
        r"帳簿|(?<!輸出)管理リスト|管制リスト|懸念リスト|該当項番|判定不能|(?<!米国)商務省|閲読|実体リスト|どの文字でも|物資|(?<!重要)(?<!他の)(?<!対象)(?<!別の)(?<!戦略)(?<!ない)鉱物|ライブラリ"
        r"|[0-9]の(?:リスト|名称)|^(?:CN|JP)(?![A-Za-z-])|(?<![A-Z=])(?:CN|JP)の|未解決|未定事項|\d+(?:bn|[mM])\b"
    ),
    "zh": re.compile(
        r"订单簿|(?<!出口)(?<!商务)(?<!当地的)管制清单|代价|货运|案卷|民间企业|把握程度|阅于|逐部分|至多为?[“未禁]|未决"
        r"|物料(?!清单|表)|矿物|物资|资料库|^(?:CN|JP)(?![A-Za-z-])|(?<![A-Z=])(?:CN|JP) ?的|(?<!编码)未定(?!义)|\d+(?:bn|[mM])\b"
    ),
}
"""Words that stand beside the one word for a thing."""
COMMAND: Final = re.compile(
    r"`[^`]*`|'[^' ]+'|\w+=\S+|\w+(?: \| \w+)+|^ +sekisho .*$|https?://\S+|(?<![\w-])--?[a-z][a-z-]*(?:[= ][A-Z]{2,}\b)?|\bsekisho(?: [a-z]+)+"
    r"|\b[A-Z][A-Z_]{2,}\b|\S*\.(?:csv|yaml|ya?ml|json|xlsx|html|pdf|parquet|duckdb|docx|toml|db|txt|svg|png)\b|(?<!\w)\.?/\S+",
    re.MULTILINE,
)
"""What is typed or copied as it stands: commands, flags, places of files, addresses."""
IDENTIFIERS: Final = re.compile(
    r"\b[a-z]+(?:_[a-z0-9]+)+\b|(?<![\w/.])[a-z]{2}/[0-9a-z][0-9a-z-]+|#[a-z][a-z-]+|\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{7,}\b"
)
DAY: Final = re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])")
ENGLISH: Final = re.compile(r"[A-Za-z][a-z'’]+(?:[ ,:]+[A-Za-z]?[a-z'’]+)+")
"""Two words of English and more; the second is in small letters or begins with a capital."""
MIXED: Final = re.compile(
    r"[\u3040-\u30ff\u4e00-\u9fff][,;] ?(?=[\u3040-\u30ff\u4e00-\u9fff])|[\u3040-\u30ff\u4e00-\u9fff]\.(?=[\u3040-\u30ff\u4e00-\u9fff]| ?$)"
)
"""A comma or a full stop of English between letters of Japanese or Chinese."""
ENDS: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(r"(?<=[\w)”%’'\"…])[.?!:;](?:\s+|$)|\n"),
    "ja": re.compile(r"[。？！；：\n]|: |(?<=[\w)）])\.\s"),
    "zh": re.compile(r"[。？！；：\n]|: |(?<=[\w)）])\.\s"),
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


def sentences(text: str, language: str) -> list[str]:
    """Take a text apart into its sentences; a colon and a semicolon end a thought as a full stop does."""
    return [part.strip() for part in ENDS[language].split(text) if part and part.strip()]


def faults_of(text: str, language: str, names: Callable[[str], str] = str) -> Iterator[Fault]:
    """Find what is wrong with a text in a language.

    Parameters
    ----------
    names
        Takes the names and the user's own words out of a text.
    """
    said = names(COMMAND.sub("C", text))
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
