"""What the reports on cost say in English, told again in Japanese and Chinese by the pattern of each sentence.

`catalogue/costs.csv` holds the sentences with places for what varies, such as `{a} of {b} inputs rest on judgement`.
A sentence that no row fits stays as it is; whoever shows it marks it as English.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from string import Formatter
from typing import Any, Final

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBER: Final = re.compile(r"[<>]?-?[\d.,]+")
_FIGURE: Final = re.compile(r"n\d")
_AMOUNT: Final = re.compile(r"([<>]?-?)([\d.,]+) (bn|tn)")
_DATE: Final = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|FY\d{4}")
_MONTH: Final = re.compile(rf"({'|'.join(MONTHS)}) (\d{{4}})")
_PLAIN: Final = re.compile(r"[\d\W_]*|[0-9a-f]{7,64}|[a-z0-9]+(?:[-/+][a-z0-9]+)+(?: [0-9a-f]{64})?")
"""What is the same in every language: figures, signs, hashes, ids."""
_NAMES: Final = re.compile(r", (?![^(]*\))")
"""What parts names, outside of brackets."""
_LIST: Final = re.compile(r"(?<=[%)]), |(?<=[%)]) and |(?<=[a-z]) and (?=[<>\d-])")
LONGEST: Final = 2_000
"""Letters of a text that is told."""
AXIS: Final = {"%b %Y": "%Y-%m"}
"""Formats of dates in charts, for languages that write the year first."""
BILLIONS: Final[Mapping[str, tuple[float, str, str]]] = {"ja": (10, "億", "兆"), "zh": (10, "亿", "万亿")}
"""How many of its own unit a billion is, and the names of that unit and of a trillion."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with places, as it is found and as it is told: the words around its places, and their names."""

    literals: tuple[str, ...]
    names: tuple[str, ...]
    told: str

    def places_in(self, text: str) -> dict[str, str] | None:
        """Return what stands in its places in a text; None if it does not fit.

        A place named n1, n2 and so on holds a figure, any other the least that fits. What did not lead on from
        somewhere is not tried from there again, so that a long text is given up soon.
        """
        if not text.startswith(self.literals[0]) or not text.endswith(self.literals[-1]):
            return None
        dead: set[tuple[int, int]] = set()

        def fit(number: int, at: int) -> tuple[str, ...] | None:
            if number == len(self.names):
                return () if at == len(text) else None
            if (number, at) in dead:
                return None
            literal, end = self.literals[number + 1], at
            while (end := text.find(literal, end + 1) if literal else len(text) if end < len(text) else -1) > at:
                part = text[at:end]
                if not _FIGURE.fullmatch(self.names[number]) or _NUMBER.fullmatch(part):
                    rest = fit(number + 1, end + len(literal))
                    if rest is not None:
                        return (part, *rest)
            dead.add((number, at))
            return None

        found = fit(0, len(self.literals[0]))
        return None if found is None else dict(zip(self.names, found, strict=True))


@cache
def _whole(language: str) -> Mapping[str, str]:
    return {row["en"]: row[language] for row in rows() if not _places(row["en"])}


@cache
def _patterns(language: str) -> tuple[Row, ...]:
    """Return the sentences with places, those with most words of their own first."""
    found = [row for row in rows() if _places(row["en"])]
    found.sort(key=lambda row: -len(re.sub(r"\{\w+\}", "", row["en"])))
    return tuple(Row(tuple(re.split(r"\{\w+\}", row["en"])), tuple(_places(row["en"])), row[language]) for row in found)


@cache
def rows() -> tuple[dict[str, str], ...]:
    """Read the sentences."""
    with resources.files("sekisho.web").joinpath("catalogue", "costs.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def _places(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


@lru_cache(maxsize=10_000)
def _told(language: str, text: str) -> str | None:
    return Retold(language).find(text)


@dataclass(frozen=True, slots=True)
class Retold:
    """Tells sentences of the reports in one language."""

    language: str

    def __call__(self, text: str) -> str:
        """Return a sentence as the language has it; as it stands if no row fits."""
        return self.told(text) or text

    def told(self, text: str) -> str | None:
        """Return a sentence as the language has it; None if no row fits."""
        return text if self.language == "en" or not text else _told(self.language, text)

    def find(self, text: str) -> str | None:
        """Look a sentence up among the rows."""
        if len(text) > LONGEST:
            return None
        if text in (whole := _whole(self.language)):
            return whole[text]
        if text.endswith(".") and text[:-1] in whole:
            return f"{whole[text[:-1]]}。"
        if (plain := self._plain(text)) is not None:
            return plain
        if ". " in text:
            return self._sentences(text)
        for row in _patterns(self.language):
            if (places := row.places_in(text)) is not None:
                parts = {name: self._place(name, part) for name, part in places.items()}
                if None not in parts.values():
                    return row.told.format(**parts)
        return self._names(text)

    def _place(self, name: str, text: str) -> str | None:
        """Tell what stands in a place: a list part by part; a text that is the scenario's own as it stands."""
        if name.startswith("own"):
            return self(text)
        if name.startswith("list"):
            parts = [self.told(part) for part in _LIST.split(text)]
            return None if None in parts else "、".join(filter(None, parts))
        return self.told(text)

    def _plain(self, text: str) -> str | None:
        """Tell amounts, months and figures."""
        if (match := _AMOUNT.fullmatch(text)) is not None:
            return self._amount(*match.groups())
        if (match := _MONTH.fullmatch(text)) is not None:
            return f"{match[2]}年{MONTHS.index(match[1]) + 1}月"
        return text if _PLAIN.fullmatch(text) or _DATE.fullmatch(text) else None

    def _amount(self, sign: str, number: str, unit: str) -> str:
        factor, hundred_million, trillion = BILLIONS[self.language]
        if unit == "tn":
            return f"{sign}{number}{trillion}"
        value = float(number.replace(",", "")) * factor
        return f"{sign}{value:,.0f}{hundred_million}"

    def _sentences(self, text: str) -> str | None:
        """Tell a paragraph sentence by sentence, if each is known."""
        told = [self.told(part) for part in text.replace(". ", ".\n").split("\n")]
        return None if None in told else "".join(filter(None, told))

    def _names(self, text: str) -> str | None:
        """Tell names one after the other, if each is known."""
        parts = _NAMES.split(text)
        told = [self.told(part) for part in parts] if len(parts) > 1 else [None]
        return None if None in told else "、".join(filter(None, told))

    def spec(self, spec: Mapping[str, Any]) -> dict[str, Any]:
        """Return a drawing with its words told: names in its data, titles of its parts, dates of its axes."""
        return _walked(spec, self) if self.language != "en" else dict(spec)


def _walked(part: Any, say: Callable[[str], str], *, in_data: bool = False) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, Mapping):
        return {
            key: (
                AXIS.get(value, value)
                if key == "format" and isinstance(value, str)
                else say(value)
                if isinstance(value, str) and (in_data or (key == "text" and "anchor" in part))
                else _walked(value, say, in_data=in_data or key in {"values", "datasets"})
            )
            for key, value in part.items()
        }
    if isinstance(part, list | tuple):
        return [_walked(one, say, in_data=in_data) for one in part]
    return say(part) if in_data and isinstance(part, str) else part
