"""An answer in Japanese or Chinese is wholly so: headings, headline, questions, reasons, duties, cautions, coverage."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from sekisho import Library
from sekisho.determination.core.outcome import Determination
from sekisho.functions import determine
from sekisho.i18n.package_translation import teller_of
from sekisho.present.determination.headline import headline
from sekisho.present.determination.text import answer_lines

BUYER = {"end_user": "Naniwa Seiki", "end_user_kind": "civil", "end_use": "civil"}
TO_JAPAN = {"origin": "CN", "destination": "JP"}
LINES: dict[str, dict[str, object]] = {
    "licence": {**TO_JAPAN, **BUYER, "departure": "CN", "movement": "export", "control_codes": "1C905.b"},
    "listed": {**TO_JAPAN, "control_codes": "1C905.b", "end_user": "Mitsubishi Shipbuilding"},
    "may be listed": {**TO_JAPAN, "control_codes": "1C905.b", "end_user": "Kawasaki Heavy"},
    "undetermined": {**TO_JAPAN, "control_codes": "3C001.a"},
    "re-export": {**TO_JAPAN, **BUYER, "movement": "re_export", "departure": "DE", "control_codes": "1C117.c"},
    "free": {**TO_JAPAN, **BUYER, "departure": "CN", "movement": "export", "control_codes": "none"},
    "goods without a code": {**TO_JAPAN, **BUYER, "hs_code": "2804290010"},
    "contradicted": {**TO_JAPAN, **BUYER, "hs_code": "2804290010", "special_item": "none", "knowledge_of_risk": "yes"},
    "law that is open": {**TO_JAPAN, **BUYER, "control_codes": "1C909.b", "departure": "CN", "movement": "export"},
    "nothing": {},
}
SAME_IN_EVERY_LANGUAGE = re.compile(
    r"`[^`]*`|sekisho (?:check|bulk|show)|https?://\S+"  # commands and addresses
    r"|--[a-z][a-z-]*(?:[ =][A-Za-z0-9_.,|=-]+)*"  # options
    r"|[a-z]{2}/[\w./#-]+|[a-z]+(?:[-_][\w]+)+|\b\d*[A-Z]\w*\.\w[\w.]*"  # ids and codes
    r"|Naniwa Seiki|Mitsubishi [A-Z]\w+(?: [A-Z]\w+)*(?: Co\.)?|Kawasaki [A-Z]\w+(?: [A-Z]\w+)*"  # names
    r"|World Journal|News on Japan"  # newspapers that have no other name
)
ENGLISH = re.compile(r"[A-Za-z]{2,}[,;]? [A-Za-z]{2,}")


def lines_of(
    answer: Determination, line: dict[str, object], library: Library, language: str, *detail: Literal["why", "full"]
) -> str:
    told = answer_lines(answer, line, library, language=language, width=100, detail=detail)
    return re.sub(r"\n +", " ", re.sub("\x1b\\[[0-9;]*m", "", "\n".join(told)))


@pytest.mark.parametrize("language", ["ja", "zh"])
@pytest.mark.parametrize("name", LINES)
def test_no_english_stands_in_an_answer_in_another_language(name: str, language: str, library: Library):
    answer = determine(LINES[name], library, as_of="2026-11-27")
    text = lines_of(answer, LINES[name], library, language, "why")
    assert ENGLISH.findall(SAME_IN_EVERY_LANGUAGE.sub("", text)) == []


@pytest.mark.parametrize("name", ["listed", "re-export", "law that is open"])
def test_no_english_stands_in_a_full_answer_in_japanese(name: str, library: Library):
    answer = determine(LINES[name], library, as_of="2026-11-27")
    text = lines_of(answer, LINES[name], library, "ja", "full")
    assert ENGLISH.findall(SAME_IN_EVERY_LANGUAGE.sub("", text)) == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_every_text_of_an_answer_is_told_in_another_language(language: str, library: Library):
    tell = teller_of(library, language)
    for line in LINES.values():
        answer = determine(line, library, as_of="2026-11-27")
        texts = [headline(answer), *answer.cautions, *answer.notes]
        assert [text for text in texts if tell.pair(text)[0] != language] == []


def test_the_headline_of_a_day_before_the_law_says_that_nothing_is_known(library: Library):
    answer = determine({}, library, as_of="1990-01-01")
    assert headline(answer) == "Nothing is known here: no measure checked was in force"
    assert teller_of(library, "ja")(headline(answer)).startswith("ここでは何も分かりません")
