"""Names as the tables have them, and the same with slips: for tests that compare two ways to one answer."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.support.parties.tables import read_pairs, read_strangers, read_variants

LATIN = "abcdefghijklmnopqrstuvwxyz"
KANA = "アイウエオカキクサシスタチツナニホマミンーッョ"
HAN = "三菱重工業日本电气電机東方川崎航空宇宙"
ADVERSARIAL = (
    *(
        "Mitsubishi",
        "Mitsubishi Mitsubishi",
        "Heavy Industries",
        "Co., Ltd.",
        "株式会社",
        "三菱",
        "重工",
        "日本",
        "a",
        "AB",
    ),
    *(
        "MitsubishiHeavyIndustries",
        "Heavy Mitsubishi Industries Industries",
        "M H I",
        "エムエイチアイ",
        "スミトモ",
        "ア",
    ),
    *("Sumitomo & Sumitomo and", "Japan Japan Tokyo", "NEC", "N.E.C.", "IHI", "I.H.I. Corp", "삼성전자", "of the and"),
    *(
        "三菱重工業三菱重工業",
        "东京大学東京大學",
        "ｿﾆｰ",
        "Mitsub1shi",
        "МITSUBISHI",
        "Tosoh",
        "Tosho",
        "Ohtsuka",
        "Otsuka",
    ),
)
"""Names made to be awkward: parts twice, words of the trade alone, letters of other alphabets, nothing but a form."""


def table_names() -> list[str]:
    """Return every name of the labelled tables, once."""
    pairs = [name for pair in read_pairs() for name in (pair.left, pair.right)]
    names = [*pairs, *(each.query for each in read_variants()), *(each.name for each in read_strangers())]
    return list(dict.fromkeys(names))


def misspelt(name: str, rng: random.Random) -> str:
    """Make a slip or two in a name: a letter lost, put in, exchanged or swapped; a word lost, joined or moved."""
    for _ in range(rng.randint(1, 2)):
        name = rng.choice(_SLIPS)(name, rng)
    return name


def _lost(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name)) if name else 0
    return name[:at] + name[at + 1 :]


def _put_in(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name) + 1)
    return name[:at] + rng.choice(_letters(name)) + name[at:]


def _exchanged(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name)) if name else 0
    return name[:at] + rng.choice(_letters(name)) + name[at + 1 :]


def _swapped(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name)) if name else 0
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def _word_lost(name: str, rng: random.Random) -> str:
    words = name.split()
    return " ".join(words[:at] + words[at + 1 :]) if (at := rng.randrange(len(words) or 1)) or len(words) > 1 else name


def _joined(name: str, _: random.Random) -> str:
    return name.replace(" ", "", 1)


def _moved(name: str, rng: random.Random) -> str:
    words = name.split()
    rng.shuffle(words)
    return " ".join(words)


def _letters(name: str) -> str:
    return LATIN if name.isascii() else KANA if any("ア" <= letter <= "ン" for letter in name) else HAN


_SLIPS: tuple[Callable[[str, random.Random], str], ...] = (
    *(_lost, _put_in, _exchanged, _swapped),
    *(_word_lost, _joined, _moved),
)
