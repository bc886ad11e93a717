"""Listed names with letters taken for others: a scanner reads rn for m and a clerk 曰 for 日, or one letter is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.names.edit_neighbours import OneSlip
from sekisho.parties.names.folding import common_han, katakana
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.places import Drawers, Places, TextRows
from sekisho.regex import regex

_SHORTEST_LATIN: Final = 5
"""Letters of a name of which one may be taken for another. A guess. Smaller, short names are each other's; larger,
short listed names pass."""
_SHORTEST_OTHER: Final = 4
"""The same for letters of East Asia."""
_LONG_OTHER: Final = 7
"""Letters of East Asia from which one lost, put in or swapped leaves a name the same. A guess. Smaller, one character
makes another firm; larger, slips in long names pass."""
_SHAPE_LETTERS: Final = str.maketrans("1ij|e0589q2", "llllcosbggz")
_SHAPES: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ll", "u"))
"""Letters and digits that a scanner takes for each other, with the one that stands for all of them."""
_ALIKE: Final = (
    *(
        "日曰目自白",
        "大太犬",
        "未末",
        "土士",
        "己已巳",
        "千干",
        "人入",
        "王玉",
        "崎埼绮",
        "治冶",
        "鸟乌",
        "侯候",
        "析折",
    ),
    *("宣宜", "问间", "田由甲申", "牛午", "夫天", "东束", "电雷霞", "设说", "科料", "师帅", "住往佳", "研砚"),
    *("船舶般", "州洲", "里重童", "动勤", "卫术街", "机枫矶", "宇字", "开闭闲", "所肝", "精情", "密蜜", "藤籐", "油抽"),
    *("谷合", "河何", "原厚", "物吻", "产彦", "钢纲", "测侧", "新斩", "空窒", "输愉", "航舫", "特持", "光先", "防妨"),
    *(
        "备佣",
        "校枚",
        "队隧",
        "厅序",
        "业叶弃",
        "兴舆",
        "菱凌萎",
        "陆睦",
        "军车",
        "木本",
        "化代",
        "制裂",
        "装袋",
        "究穷",
    ),
    *("技枝", "送迭", "细绌", "株抹", "潟泻", "井并", "星呈", "仓苍", "和知", "通道", "京享", "海悔", "舰槛", "补捕"),
    *("シツ", "ソン", "クワ", "コユ", "マア", "ロ口", "ヌス", "ナメ", "テチ", "カ力", "エ工", "ニ二三", "タ夕", "ト卜"),
)
"""Characters and kana that are taken for each other, in the common form."""
_ALIKE_LETTERS: Final = str.maketrans({letter: group[0] for group in _ALIKE for letter in group[1:]})
_WORD_PARTS: Final = (("ノレ", "ル"), ("ノヽ", "ハ"), ("曲豆", "丰"), ("重力", "动"), ("木寸", "村"), ("禾口", "和"))
"""Two characters as which a scanner reads one."""
_WORTH_BATCH: Final = 32
"""Shapes that are looked up at once. A guess: below it numpy takes longer; nothing else differs."""
_BETWEEN: Final = regex(r"[\W_]+")


@dataclass(slots=True)
class LetterShapes:
    """Listed names, findable by their letters with one for all that are taken for each other.

    Parameters
    ----------
    names
        The listed names; their place is their number.
    """

    names: TextRows
    _numbers: Drawers = field(default_factory=Drawers)
    _long: TextRows = field(init=False)
    _near: OneSlip = field(init=False)
    _all_latin: Places = field(default_factory=Places)

    def __post_init__(self) -> None:
        """Index the names."""
        shapes = Places()
        for number, name in enumerate(self.names):
            shape = _shape_of(name)
            if shape:
                self._numbers.note(shape, number)
                shapes.note(shape, number)
        self._numbers.close()
        long = tuple(filter(_may_lose_a_letter, shapes))
        self._long, self._near = TextRows(long), OneSlip(long)
        for shape in long:
            lost = [at for at, letter in enumerate(shape) if not letter.isascii()]
            for number in shapes.of(shape) if len(lost) == 1 else ():
                self._all_latin.note(shape[: lost[0]] + shape[lost[0] + 1 :], number)

    def find(self, name: str) -> list[int]:
        """Return the listed names of which letters may be those of a name."""
        return self._of_shape(_shape_of(name)) or self._of_shape(_whole_shape(name))

    def may_be_each(self, names: Sequence[tuple[str, str]]) -> list[bool]:
        """Tell of plain Latin names whether each may be a listed one.

        Parameters
        ----------
        names
            Letters of each without its legal form, and with it.
        """
        letters = [way if len(way) >= _SHORTEST_LATIN else "" for name in names for way in name]
        shapes = _shape_of_latin("\n".join(letters)).split("\n")
        may_be = [bool(shape) for shape in shapes]
        if len(shapes) >= _WORTH_BATCH:
            noted = self._numbers.hold(shapes)
            may_be = [may or shape in self._all_latin for shape, may in zip(shapes, noted, strict=True)]
        listed = [may and bool(self._of_shape(shape)) for shape, may in zip(shapes, may_be, strict=True)]
        return [bare or whole for bare, whole in zip(listed[::2], listed[1::2], strict=False)]

    def may_be_letters_each(self, names: Sequence[str]) -> list[bool]:
        """Tell the same of names in kana and Chinese characters, each in katakana and the common form."""
        if not names:
            return []
        shapes = _other_shapes([name if len(name) >= _SHORTEST_OTHER else "" for name in names])
        if len(shapes) < _WORTH_BATCH:
            return [bool(shape) and bool(self._of_shape(shape)) for shape in shapes]
        noted = self._numbers.hold(shapes)
        long = [shape for shape in shapes if len(shape) >= _LONG_OTHER - 1]
        near = dict(zip(long, self._near.within_each(long), strict=True))
        return [
            bool(shape) and (may_be or bool(near.get(shape))) and bool(self._of_shape(shape, near.get(shape)))
            for shape, may_be in zip(shapes, noted, strict=True)
        ]

    def _of_shape(self, shape: str, within: Iterable[int] | None = None) -> list[int]:
        """Return the listed names of which letters may be the letters, some taken for others, lost or swapped.

        Parameters
        ----------
        within
            Places of what may lie within one slip of it, if they were looked up before.
        """
        if shape.isascii():
            return [*self._of_same_shape(shape), *self._all_latin.of(shape)]
        numbers = self._of_same_shape(shape)
        if len(shape) < _LONG_OTHER - 1:
            return numbers
        near = self._long.at([*(self._near.within(shape) if within is None else within)])
        for others in ([other for other in near if len(other) > len(shape)], near):
            alike = (other for other in others if _is_slip(shape, other))
            numbers += sorted(number for other in alike for number in self._of_same_shape(other))
        return numbers

    def _of_same_shape(self, shape: str) -> list[int]:
        return [number for number in self._numbers.of(shape) if _shape_of(self.names[number]) == shape]


def _may_lose_a_letter(shape: str) -> bool:
    """Tell whether a name stays the same with one of its letters lost, or two swapped: a long one of East Asia."""
    return len(shape) >= _LONG_OTHER and not shape.isascii()


def _is_slip(shape: str, other: str) -> bool:
    """Tell whether one letter more, one less, or two neighbours swapped make letters others, which are long enough."""
    if abs(len(shape) - len(other)) == 1:
        short, long = sorted((shape, other), key=len)
        at = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
        return short[at:] == long[at + 1 :] and (short is shape or _may_lose_a_letter(shape))
    if len(shape) != len(other) or not _may_lose_a_letter(shape):
        return False
    at = next((at for at in range(len(shape)) if shape[at] != other[at]), len(shape))
    return shape[at : at + 2] == other[at : at + 2][::-1] and shape[at + 2 :] == other[at + 2 :] and shape != other


def _shape_of(name: str) -> str:
    """Return the letters of a name with one for all that are taken for each other; nothing of a short name."""
    return _shape(_BETWEEN.sub("", common_han(katakana(read_form(name).text))))


def _whole_shape(name: str) -> str:
    """Return the same with what reads as a legal form: *Marinc* is Marine, and no Mar, Inc.; of Latin letters alone."""
    return _shape(_BETWEEN.sub("", name.casefold())) if name.isascii() else ""


def _shape(core: str) -> str:
    if len(core) < (_SHORTEST_LATIN if core.isascii() else _SHORTEST_OTHER):
        return ""
    return _shape_of_latin(core) if core.isascii() else _other_shapes([core])[0]


def _other_shapes(letters: Sequence[str]) -> list[str]:
    """Return the shapes of letters of which some are no Latin ones; all are one text while pairs are replaced."""
    text = _shape_of_latin("\n".join(letters))
    for pair, letter in _WORD_PARTS:
        text = text.replace(pair, letter)
    return text.translate(_ALIKE_LETTERS).split("\n")


def _shape_of_latin(letters: str) -> str:
    letters = letters.translate(_SHAPE_LETTERS)
    for pair, shape in _SHAPES:
        letters = letters.replace(pair, shape)
    return letters
