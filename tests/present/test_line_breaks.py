"""Lines of Japanese and Chinese break as print does: none begins with a mark or closing bracket, none ends opening."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.present.render.terminal import cells, wrap

CLOSING: Final = "、。，．：；？！）」』】〕〉》”’ー々ぁっゃゅょッャュョ％"
OPENING: Final = "（「『【〔〈《“‘"
TEXTS: Final = st.text(alphabet=f"漢字かなカナ{CLOSING}{OPENING}ab1 ", min_size=1, max_size=120)


@pytest.mark.parametrize("whole", [False, True])
@given(text=TEXTS, width=st.integers(min_value=12, max_value=40))
def test_no_line_begins_with_what_closes_or_ends_with_what_opens(whole: bool, text: str, width: int):  # noqa: FBT001 - a case
    lines = wrap(text, width=width, whole_words=whole)
    within = {place for match in re.finditer(r"\S+", text) for place in range(match.start() + 1, match.end())}
    flat = "".join(lines)
    assert flat.replace(" ", "") == text.replace(" ", "")
    place = 0
    for line in lines[:-1]:
        for letter in line.replace(" ", ""):
            place = text.index(letter, place) + 1
        # A break at a space of the text is the writer's own; any other follows the rule.
        if place in within:
            assert text[place] not in CLOSING, lines
            assert text[place - 1] not in OPENING, lines


def test_a_quotation_stays_with_its_bracket_and_a_repeated_letter_with_its_word():
    lines = wrap("輸出管理リストに掲げる品目に当たるか、「措置」の我々の判断。", width=20)
    assert [line for line in lines if line[-1] in OPENING or line[0] in CLOSING] == []
    assert max(map(cells, lines)) <= 20
