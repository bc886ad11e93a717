"""The catalogue of phrases: whole in three languages, with the same places, and every phrase that a page asks for."""

from __future__ import annotations

import csv
import re
from importlib import resources
from string import Formatter

import pytest

from sekisho import Library, Outcome
from sekisho.report.results.phrases import Words as ReportWords
from sekisho.web.words import LANGUAGES, PHRASES, Words, phrases, territory_names

HERE = resources.files("sekisho.web")
FOLDERS = (HERE, *(HERE.joinpath(name) for name in ("books", "api", "team", "templates")))


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_a_phrase_is_whole_in_every_language():
    rows = phrases()
    assert [key for key, row in rows.items() if not all(row[language].strip() for language in LANGUAGES)] == []
    places = {key: {frozenset(_places(row[language])) for language in LANGUAGES} for key, row in rows.items()}
    assert [key for key, found in places.items() if len(found) > 1] == []


def test_no_phrase_stands_twice():
    keys = []
    for name in PHRASES:
        with HERE.joinpath("catalogue", name).open(encoding="utf-8") as file:
            keys += [row["key"] for row in csv.DictReader(file)]
    assert len(keys) == len(set(keys))


def test_every_phrase_that_a_page_asks_for_is_there():
    known = set(phrases()) | ReportWords("en").keys()
    asked: set[str] = set()
    for folder in FOLDERS:
        for file in folder.iterdir():
            if file.name.endswith((".html", ".py")):
                text = file.read_text(encoding="utf-8")
                asked |= set(re.findall(r"""\bt(?:\.titled)?\('([a-z_]+)'[),]""", text))
                asked |= set(re.findall(r"""\bwords(?:\.titled)?\("([a-z_]+)"[),]""", text))
    assert len(asked) > 200
    assert asked - known == set()


def test_every_phrase_is_asked_for():
    """A phrase that nobody says is one that nobody will correct."""
    text = "".join(
        file.read_text(encoding="utf-8")
        for folder in FOLDERS
        for file in folder.iterdir()
        if file.name.endswith((".html", ".py"))
    )
    families = re.findall(r"""['"]([a-z]+_)['"] ?[+~]""", text) + re.findall(r"""f['"]([a-z]+_)\{""", text)
    idle = {
        key
        for key in phrases()
        if not re.search(rf"""['"]{re.escape(key)}['"]""", text)
        and not any(key.startswith(family) for family in families)
        and not re.search(r"_(one|other)$", key)
    }
    assert idle == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_asked_for_in_every_language(library: Library, language: str):
    words = Words(language)
    for fact in library.facts.facts.values():
        if fact.of == "law":
            continue
        assert words.question(fact)
        assert all(
            words.choice(fact, choice) != choice.replace("_", " ") or language == "en" for choice in fact.choices
        )
        assert words.has(f"name_{fact.name}") or fact.kind == "map"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_and_territory_has_a_name(library: Library, language: str):
    assert all(Words(language)(f"level {outcome.level}") for outcome in Outcome)
    assert all(territory_names(library)[language].values())
    assert set(territory_names(library)[language]) == set(library.facts.schemes["iso/3166"])
