"""The export law of the place that a shipment leaves: pointers, said beside an answer and never part of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sekisho import Library, brief, determine
from sekisho.errors import LibraryError
from sekisho.i18n.messages import Translator
from sekisho.law.model.home_law import HomeLawKind, home_law_of, homes, homes_beside, read_home_law
from sekisho.present.law.home_law import QUESTIONS
from sekisho.service.law import ShowRequest, show
from sekisho.service.workspace import Workspace

HEAD = "home,order,by,kind,what_en,what_ja,what_zh,note_en,note_ja,note_zh,source,read\n"
MEMBERS = 27
"""States of the Union on 2026-01-01."""


def test_the_union_is_found_from_each_of_its_members(library: Library):
    shared = {place for rule in library.home_law if "2021/821" in rule.what for place in rule.home}
    assert len(shared) == MEMBERS
    assert {"JP", "US", "GB", "KR", "TW"} <= set(homes(library.home_law))
    ours = home_law_of("DE", library.home_law).rules
    theirs = home_law_of("FR", library.home_law).rules
    assert set(theirs) < set(ours)
    assert any("AWV section 7" in rule.what and rule.kind is HomeLawKind.PROMISE for rule in ours)


def test_each_rule_has_three_languages_an_address_and_says_when_it_was_read(library: Library):
    for rule in library.home_law:
        assert rule.source.startswith("https://"), rule.what
        assert set(rule.what.words) == set(rule.note.words) == {"en", "ja", "zh"}
        assert rule.read in {"", "2026-10"}, rule.what


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_no_rule_says_whether_a_licence_is_needed_for_the_item(library: Library, language: str):
    say = Translator(language).say
    texts = [rule.note.words[language] for rule in library.home_law] + [say(text) for text in QUESTIONS]
    barred = ("no licence needed", "not needed", "licence needed", "許可不要", "无需许可")
    assert not [text for text in texts for word in barred if word in text]


@pytest.mark.parametrize(
    ("ends", "places"),
    [
        ({"departure": "DE", "origin": "CN"}, ("DE",)),
        ({"departure": "CN", "origin": "CN"}, ()),
        ({"departure": "MY", "origin": "MY"}, ()),
        ({"departure": "DE", "origin": "US"}, ("DE", "US")),
        ({"departure": "CN", "origin": "US"}, ("US",)),
        ({"departure": "US", "origin": "US"}, ("US",)),
        ({"origin": "DE"}, ()),
        ({}, ()),
    ],
)
def test_the_law_of_the_departure_stands_beside_and_that_which_follows_the_goods(
    library: Library, ends: dict[str, str], places: tuple[str, ...]
):
    assert homes_beside(ends, library.home_law) == places


def test_the_line_is_said_where_it_applies_and_nowhere_else(library: Library):
    facts = {"origin": "CN", "destination": "JP", "control_codes": "1C117.c", "movement": "re_export"}
    abroad = {**facts, "departure": "DE"}
    said = {
        part["label"]: part["lines"] for part in brief(determine(abroad, library, as_of="2026-11-27"), abroad, library)
    }
    assert said["Also"] == ["Look up the law there too (Germany): sekisho show home-law/DE"]
    home = {**facts, "movement": "export", "departure": "CN"}
    assert "Also" not in {part["label"] for part in brief(determine(home, library, as_of="2026-11-27"), home, library)}


def test_a_place_of_which_nothing_is_on_file_is_told_with_those_that_are(library: Library):
    with pytest.raises(LibraryError, match=r"no export law of 'MY' is on file"):
        show(ShowRequest(name="home-law/MY", as_of=date(2026, 11, 27)), Workspace(library=library))


def test_a_row_without_words_or_of_an_unknown_kind_is_told_with_its_line(tmp_path: Path):
    table = tmp_path / "home-law.csv"
    table.write_text(HEAD + "DE,01,departure,gossip,a,b,c,d,e,f,https://x,\nDE,02,departure,export,,b,c,d,e,f,,\n")
    with pytest.raises(LibraryError) as told:
        read_home_law(table)
    assert [problem.where for problem in told.value.problems] == ["home-law.csv:2", "home-law.csv:3", "home-law.csv:3"]
