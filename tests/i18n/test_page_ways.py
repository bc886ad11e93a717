"""A page names no command where something is wrong: a sentence that does is told otherwise there, with its values."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

import sekisho
from sekisho.i18n.messages import Translator
from sekisho.i18n.page_ways import COMMAND, PAGE_WAYS, on_page
from sekisho.message import Message, joined, message
from sekisho.web.messages import PageTranslator

CATALOGUES: Final = Path(sekisho.__file__).parent / "i18n" / "catalogues" / "en"
TERMINAL: Final = (
    *("sekisho/cli/", "sekisho/agents/", "sekisho/present/law/facts.py", "sekisho/present/brief/measures.py"),
    "sekisho/present/letters/",
)
"""Where texts are made that no page shows: a letter says beside its command what the page does."""
PLACES: Final = re.compile(r"\{(\w+)\}")


@cache
def _named() -> dict[str, tuple[str, tuple[str, ...]]]:
    """English and sources of every text that names a command, by its id."""
    named = {}
    for file in CATALOGUES.glob("*.po"):
        for block in file.read_text(encoding="utf-8").split("\n\n"):
            key, text = re.search(r'msgctxt "(.*)"', block), re.search(r'msgid ((?:".*"\n?)+)', block)
            if key is None or text is None:
                continue
            english = "".join(re.findall(r'"(.*)"', text[1]))
            sources = tuple(" ".join(re.findall(r"^#: (.*)$", block, re.MULTILINE)).split())
            if COMMAND in english:
                named[key[1]] = (english, sources)
    return named


def test_every_text_that_names_a_command_has_a_way_of_the_page_unless_only_a_terminal_shows_it():
    lacking = [
        key
        for key, (_, sources) in _named().items()
        if key not in PAGE_WAYS and not all(source.startswith(TERMINAL) for source in sources)
    ]
    assert lacking == []
    assert [key for key in PAGE_WAYS if key not in _named()] == [], "a way whose text names no command any more"


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_way_names_no_command_and_keeps_to_the_values_of_its_text(language: str):
    for key, way in PAGE_WAYS.items():
        pattern = Translator(language).pattern(way.id, way.english)
        assert "sekisho " not in pattern
        assert not re.search(r"(?<!\w)--\w", pattern), pattern
        assert set(PLACES.findall(pattern)) <= set(PLACES.findall(_named()[key][0])), key


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_page_tells_its_own_way_and_a_terminal_the_command(language: str):
    hint = message("error.not_reading", "'{value}' is not a reading.", value="x")
    lists = message("lawdata.measures_lists", "`sekisho measures` lists all.")
    text = joined([hint, lists], "sentence")
    assert "`sekisho measures`" in Translator(language).say(text)
    said = PageTranslator(language).say(text)
    assert "sekisho" not in said
    assert "x" in said
    assert {"en": "“Measures”", "ja": "「措置」", "zh": "“措施”"}[language] in said


def test_a_text_that_names_no_command_stays_what_it_is():
    text = Message("error.not_reading", "'{value}' is not a reading.", {"value": "x"})
    assert on_page(text) is text
