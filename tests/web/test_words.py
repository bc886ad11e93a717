"""The catalogue of the pages: every text that a page asks for is there, and none that nobody asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest
from tests.support.catalogues import ids_of

from sekisho import Library, Outcome
from sekisho.i18n.territories import territory_names
from sekisho.web.messages import LANGUAGES, PageTranslator

HERE = resources.files("sekisho.web")


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _sources() -> Iterator[str]:
    for file in Path(str(HERE)).rglob("*"):
        if file.suffix in {".html", ".py"}:
            yield file.read_text(encoding="utf-8")


def test_every_phrase_that_a_page_asks_for_is_there():
    known = ids_of("page") | ids_of("report") | ids_of("screen")
    asked: set[str] = set()
    for text in _sources():
        asked |= set(re.findall(r"""\bt(?:\.titled)?\('([a-z_]+)'[),]""", text))
        asked |= set(re.findall(r"""\bwords(?:\.titled)?\("([a-z_]+)"[),]""", text))
    assert len(asked) > 200
    assert asked - known == set()


def test_every_phrase_is_asked_for():
    """A phrase that nobody says is one that nobody will correct."""
    text = "".join(_sources())
    families = tuple(re.findall(r"""['"]([a-z_]+_)['"] ?[+~]""", text) + re.findall(r"""f['"]([a-z_]+_)\{""", text))
    idle = {
        key
        for key in ids_of("page")
        if f"'{key}'" not in text
        and f'"{key}"' not in text
        and not key.startswith(families)
        and not re.search(r"_(one|other)$", key)
    }
    assert idle == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_asked_for_in_every_language(library: Library, language: str):
    words = PageTranslator(language)
    for fact in library.facts.facts.values():
        if fact.of == "law":
            continue
        assert words.question(fact)
        assert all(
            words.choice(fact, choice) != choice.replace("_", " ") or language == "en" for choice in fact.choices
        )
        assert words.fact(fact.name) != fact.name.replace("_", " ") or language == "en" or fact.kind == "map"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_and_territory_has_a_name(library: Library, language: str):
    assert all(PageTranslator(language)(f"level {outcome.level}") for outcome in Outcome)
    assert all(territory_names(library)[language].values())
    assert set(territory_names(library)[language]) == set(library.facts.schemes["iso/3166"])
