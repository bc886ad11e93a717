"""Things that look controlled and generally are not, with who says so and what would overturn it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sekisho.classification.lexicon import words_of
from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_file, rows_of_table
from sekisho.law.model.condition import FactName
from sekisho.regex import regex

FINISHED: Final = Path(__file__).with_name("finished-goods.csv")
"""Look-alikes that are finished goods with material of the entries near them inside, as their own rows say: a motor has
magnets. The good is generally in no entry, but whoever makes it may need material that is."""
NAMES: Final = ("name_en", "name_zh", "name_ja", "words_en", "words_zh", "words_ja")
"""Columns of what a look-alike is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """One kind of thing that is taken for a listed one.

    Parameters
    ----------
    names
        What it is called, in any language.
    near
        Codes that it is taken for.
    ask
        Parameters whose answer would overturn it.
    by
        Who says so: an authority's answer, or the text of the entry.
    """

    id: str
    names: tuple[str, ...]
    title: str
    near: tuple[str, ...]
    why: str
    ask: tuple[FactName, ...]
    by: str
    source: str
    confidence: str
    is_finished: bool = False
    """Whether it is a finished good with material of the entries near it inside."""

    @property
    def by_ministry(self) -> bool:
        """Tell whether an authority said so, of the codes that it is taken for."""
        return self.by.startswith("ministry")

    @property
    def is_doubtful(self) -> bool:
        """Tell whether only an authority can say that no entry reaches it."""
        return self.confidence == "low"

    def is_taken_for(self, code: str) -> bool:
        """Tell whether it is taken for a code of the same entry."""
        return any(near.partition(".")[0] == code.partition(".")[0] for near in self.near)


_SEPARATE: Final = regex(
    r"\b(?:spares?|loose|bulk|unassembled|unmounted|uninstalled|not (?:assembled|mounted|installed)|separate(?:ly)?"
    r"|individual|replacements?|refills?|raw material|feedstock|precursor|blanks?)\b"
    r"|散件|散装|备件|备用|单独|未装|替换|原料|前驱体|単品|バラ|交換用|予備|补修|未组",
    re.IGNORECASE,
)


def comes_apart(folded: str) -> bool:
    """Tell whether a description speaks of parts or materials by themselves, not built into what they are for.

    >>> comes_apart("spare magnets for motor rotor"), comes_apart("motor with magnets")
    (True, False)
    """
    return _SEPARATE.search(folded) is not None


_HEAD: Final = regex(r"^[^,;:(（、，；]*?(?=\s+(?:with|for|of|incl(?:uding)?)\b|[,;:(（、，；]|$)", re.IGNORECASE)
"""The phrase that a description begins with, up to what the thing has, or is for."""
_MECHANICAL: Final = regex(
    r"\b(?:shafts?|pulleys?|bearings?|brackets?|covers?|housings?|holders?|mounts?|screws?|bolts?|nuts?|washers?|gears?"
    r"|flanges?|clamps?|spacers?|belts?|couplings?|cables?|connectors?|harness(?:es)?|plates?|caps?|varnish(?:es)?)"
    r"(?:\s+(?:no\.?|type)?\s*\S*\d\S*)*\s*$"
    r"|^\S+(?:軸|シャフト|プーリー?|ベアリング|軸受け?|ブラケット|カバー|ハウジング|ホルダー?|ねじ|ネジ|ボルト|ナット|ギヤ|ギア"
    r"|フランジ|スペーサー?|ベルト|カップリング|ケーブル|コネクター?|プレート|キャップ|ワニス"
    r"|轴|轴承|皮带轮|支架|外壳|端盖|螺丝|螺栓|齿轮|法兰|垫片|皮带|联轴器|电缆|连接器)(?:\s|$)",
    re.IGNORECASE,
)


def is_mechanical_part(text: str) -> bool:
    """Tell whether a description is of a plain part of a good: a shaft or a cover of a motor has no magnet inside.

    >>> [
    ...     is_mechanical_part(text)
    ...     for text in ("Motor Shaft, 8 mm", "pulley for motor", "モータ用ワニス 一液", "电机轴")
    ... ]
    [True, True, True, True]
    >>> [is_mechanical_part(text) for text in ("motor with shaft", "BLDC motor 4004", "軸付きモータ", "bearing motor")]
    [False, False, False, False]
    """
    head = _HEAD.match(text.strip())
    return head is not None and _MECHANICAL.search(head[0]) is not None


_BESIDE: Final = regex(
    r"\b(?:books?|manuals?|labels?|stickers?|brochures?|posters?|catalogues?|test strips?|test kits?|detection kits?"
    r"|vaccines?|toxoids?|empty|previously|formerly|simulators?|mock-?ups?|models? of|packaging|boxes for|wafer box)\b"
    r"|说明书|标签|试纸|试剂盒|疫苗|空桶|空瓶|模型|ラベル|ワクチン|试验纸|空容器",
    re.IGNORECASE,
)


def is_beside(folded: str) -> bool:
    """Tell whether a description speaks of a thing beside the goods that it names: a label, a vaccine, an empty drum.

    >>> is_beside("label, dysprosium oxide"), is_beside("dysprosium oxide, 25 kg drum")
    (True, False)
    """
    return _BESIDE.search(folded) is not None


def read_look_alikes(path: Path) -> tuple[LookAlike, ...]:
    """Read the table of look-alikes; a package need not have one."""
    finished = {row["look_alike"] for row in rows_of_file(FINISHED)}
    return tuple(
        LookAlike(
            id=row["id"],
            names=tuple(words_of(row, *NAMES)),
            title=row["name_en"],
            near=tuple(filter(None, (part.strip() for part in row["near"].split(";")))),
            why=row["why"],
            ask=tuple(FactName(part.strip()) for part in row["ask"].split(";") if part.strip()),
            by=row["by"],
            source=row["source"],
            confidence=row["confidence"],
            is_finished=row["id"] in finished,
        )
        for row in rows_of_table(path, "id", *NAMES, "near", "why", "ask", "by", "source", "confidence")
    )
