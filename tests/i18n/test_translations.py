"""Words of law in three languages: the original first, in one order, and all of the shipped law in Japanese."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sekisho import Library, determine
from sekisho.determination.line.cautions import clause_caution
from sekisho.files.package_csv import rows_of_table
from sekisho.i18n.conditions import alternatives, prose, reach_prose
from sekisho.i18n.languages import for_reader, in_language
from sekisho.i18n.locale import LOCALES
from sekisho.i18n.names import NO_LIMIT, measure_text, speech_of, term_name
from sekisho.i18n.package_texts import lint_translations
from sekisho.i18n.package_translation import teller_of
from sekisho.i18n.translation_tables import TRANSLATIONS, translations_of
from sekisho.impact.materials.material import FIGURES
from sekisho.impact.uncertainty.priors import NAMES
from sekisho.law.dates.events import events_of
from sekisho.law.loading.measure_reader import read_measure
from sekisho.law.model.condition import Any, FactName, Is, TermId, Under
from sekisho.law.model.scheme import control_entries
from sekisho.law.model.term import Reach, Reading
from sekisho.trade.items.concordance import concordance

WORDS = {"zh": "军事用户", "en": "military user", "ja": "軍事ユーザー"}
KANA = re.compile(r"[\u3040-\u30ff]")


@pytest.mark.parametrize(
    ("title", "code", "says"),
    [
        ("{en: Law, zh: 法, ja: 法律}", "M103", "Order: zh, en, ja."),
        ("{zh: 法, jp: 法律}", "M102", "unknown key 'jp'"),
        ("{zh: 法, ja: ''}", "M105", "'ja' is empty"),
    ],
)
def test_languages_stand_in_order_and_are_known(title: str, code: str, says: str, library: Library):
    text = f"id: cn/2025-law\ntitle: {title}\nkind: law\njurisdiction: CN\nauthority: A\ninstrument: '1'\n"
    text += "published: 2025-01-01\neffective: 2025-01-01\nrepealed: open\nconfidence: high\nsources: []\n"
    _, problems = read_measure(text, name="cn/2025-law.yaml", facts=library.facts)
    assert any(one.code == code and says in f"{one.what} {one.remedy}" for one in problems), problems


def test_a_reader_sees_the_original_and_the_translation_into_their_language():
    assert list(for_reader(WORDS, "ja")) == ["zh", "ja"]
    assert list(for_reader(WORDS, "en")) == ["zh", "en"]
    assert list(for_reader(WORDS, "zh")) == ["zh"]
    assert list(for_reader({"zh": "法", "en": "law"}, "ja")) == ["zh", "en"]
    assert in_language({"zh": "法"}, "ja") == ("zh", "法")


def test_all_titles_and_words_of_the_law_as_it_ships_are_told_in_japanese(library: Library):
    told = {str(measure.id): measure.title for measure in library.measures.values()}
    told |= {str(term.id): term.words for term in library.terms.values()}
    told |= {str(clause.id): clause.words for _, clause in library.clauses.values()}
    assert [name for name, words in told.items() if list(words) != ["zh", "en", "ja"]] == []
    assert [name for name, words in told.items() if words["ja"] == words["zh"]] == []
    long = [name for name, words in told.items() if len(words["ja"]) > 30 and not KANA.search(words["ja"])]
    assert long == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_reasons_questions_duties_and_limits_of_the_law_as_it_ships_are_told(language: str, library: Library):
    tell = teller_of(library, language)
    texts = [text for package in library.packages for text in package.not_covered]
    texts += [measure.authority for measure in library.measures.values()]
    texts += [clause.duty for _, clause in library.clauses.values()]
    texts += [fact.question for fact in library.facts.facts.values() if fact.of == "law"]
    texts += [term.reach(reading).because for term in library.terms.values() for reading in Reading if term.disputed]
    assert len(texts) > 100
    assert [text for text in texts if tell.pair(text)[0] != language] == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_no_row_of_a_table_of_translations_lacks_a_language(language: str, library: Library):
    """New law brings its languages: a row tells its English in Japanese and Chinese, or the list of goods does so."""
    told = translations_of(library, language)
    rows = [
        row["en"]
        for package in library.packages
        for name in TRANSLATIONS
        for row in rows_of_table(package.folder / name, "en")
    ]
    assert len(rows) > 1900
    assert [text for text in rows if text not in told] == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_every_number_that_a_cost_draws_has_a_name_in_the_language(language: str, library: Library):
    """A cost lists by name what rests on judgement: no page in Japanese or Chinese holds an English name there."""
    told = translations_of(library, language)
    assert [name for name in (*NAMES, *FIGURES) if name.replace("_", " ") not in told] == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_no_sentence_of_the_law_or_of_the_list_lacks_a_language(language: str, library: Library):
    """Notes, grounds, events and what foreign lists have are sentences: none is left in English."""
    told = translations_of(library, language)
    texts = {one.text for one in events_of(library)} | {pair.note for pair in concordance(library)}
    texts |= {entry.note for entry in control_entries(library).values()}
    for measure in library.measures.values():
        texts |= {one.note for one in measure.sources} | {one.note for one in measure.terms}
        texts |= (
            {measure.note} | {clause.note for clause in measure.clauses} | {one.because for one in measure.triggers}
        )
        spans = (*measure.status, *(span for clause in measure.clauses for span in clause.status))
        texts |= {span.because for span in spans} | {span.by for span in spans if "/" not in span.by}
    assert len(texts) > 500
    assert sorted(text for text in texts if text and text not in told) == []


def test_a_text_without_a_translation_is_told_in_english_and_says_so(library: Library):
    assert teller_of(library, "ja").pair("nothing of the kind") == ("en", "nothing of the kind")
    assert teller_of(library, "en").pair("high") == ("en", "high")


def test_a_sentence_of_the_program_takes_what_it_holds_in_the_order_of_the_language(library: Library):
    day = library.horizon + timedelta(days=12)
    [caution] = [one for one in determine({}, library, as_of=day).cautions if "sources were read" in one]
    assert teller_of(library, "ja").pair(caution) == (
        "ja",
        f"法の基準日は、資料を読んだ最後の日（{LOCALES['ja'].day_text(library.horizon)}）の12日後です。その後に公布されたものは反映されていません。",
    )


def test_a_sentence_that_is_only_text_is_not_taken_apart(library: Library):
    said = "x is encoded with medium confidence."
    assert teller_of(library, "ja").pair(said) == ("en", said)


@pytest.mark.parametrize(("language", "sure"), [("ja", "中"), ("zh", "中")])
def test_a_note_of_the_data_package_is_told_inside_a_sentence_of_the_program(
    library: Library, language: str, sure: str
):
    tell = teller_of(library, language)
    clauses = [(measure, one) for measure, one in library.clauses.values() if one.confidence == "medium"]
    told = {
        tell(measure_text(measure)): tell(clause_caution(one, measure))
        for measure, one in clauses
        if tell.pair(one.note)[0] == language and one.note
    }
    assert told
    for name, text in told.items():
        assert text.startswith(name)
        assert f"「{sure}」" in text.replace("“", "「").replace("”", "」")
        assert not re.search("[a-z]+ [a-z]+ [a-z]+", text), text


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("gone,無い,\n", "nothing says: 'gone'"),
        ("press,報道,\npress,報道,\n", "stands in row 2 already"),
    ],
)
def test_a_translation_that_fell_behind_is_found(rows: str, says: str, library: Library, tmp_path: Path):
    (tmp_path / "translations.csv").write_text(f"en,ja,zh\n{rows}", encoding="utf-8")
    (tmp_path / "package.yaml").write_text("name: x\n", encoding="utf-8")
    package = replace(library.packages[0], folder=tmp_path)
    problems = list(lint_translations(replace(library, packages=(package,))))
    assert [one.code for one in problems] == ["M133"]
    assert says in problems[0].what


def test_every_name_of_the_control_list_is_told_in_japanese_with_its_digits_and_units(library: Library):
    """A limit in a name is a limit of law: none may be lost or changed on the way."""
    told = translations_of(library, "ja")
    names = dict.fromkeys(library.code_names["cn/dual-use"].values())
    assert [name for name in names if not told.get(name)] == []
    assert [name for name in names if not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", told[name])] == []
    figures = re.compile(r"\d+|(?<![A-Za-z])(?:Ni|Cr|mm|L|BL|HEPA)(?![A-Za-z])|[<>]|%")
    found = {
        name: [sorted(figures.findall(text)) for text in (name, told[name].replace("％超", ">%").replace("％", "%"))]
        for name in names
    }
    assert [name for name, (asked, held) in found.items() if asked != held] == []


def test_an_entry_bears_the_chinese_name_that_the_list_gives_it_and_no_other(library: Library):
    told = translations_of(library, "zh")
    listed = {entry.name: entry.names["zh"] for entry in control_entries(library).values() if "zh" in entry.names}
    assert len(listed) > 800
    assert [name for name, zh in listed.items() if told[name] != zh] == []
    for package in library.packages:
        with (package.folder / "translations.csv").open(encoding="utf-8", newline="") as table:
            assert [row["en"] for row in csv.DictReader(table) if row["zh"] and row["en"] in listed] == []


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_sentence_names_no_term_and_no_list_of_codes_by_its_id(language: str, library: Library):
    speech = speech_of(library, language=language)
    ids = {term for term in library.terms if "-" in term}
    for name in library.terms:
        assert re.split("[“”「」]", term_name(name, speech))[1] not in ids
    whole = Under(FactName("control_codes"), "cn/dual-use", frozenset({""}))
    assert "cn/dual-use" not in prose(whole, speech)


def test_the_ways_of_a_reading_are_those_of_its_sentence(library: Library):
    speech = speech_of(library, shown=NO_LIMIT)
    several = library.terms[TermId("enhances-military-strength")].reach(Reading.CENTRAL)
    assert isinstance(several.when, Any)
    ways = alternatives(several, speech)
    assert len(ways) > 2
    assert all(way in reach_prose(several, speech) for way in ways)
    assert alternatives(Reach(when=several.when.parts[0]), speech) == ()


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_no_condition_of_a_clause_or_a_term_names_a_fact_by_its_id(language: str, library: Library):
    speech = speech_of(library, language=language, shown=NO_LIMIT)
    conditions = [clause.when for _, clause in library.clauses.values()]
    conditions += [term.reach(reading).when for term in library.terms.values() for reading in Reading]
    unknowns = [fact for fact in library.facts.facts.values() if fact.of == "law" and fact.name in speech.names]
    assert len(unknowns) > 5
    conditions += [Is(fact.name, frozenset({value})) for fact in unknowns for value in fact.choices]
    said = [prose(condition, speech) for condition in conditions]
    named = {name for text in said for name in re.findall(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+", text)}
    assert not named & set(library.facts.facts), named


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_notes_name_other_measures_and_show_no_ids(language: str, library: Library):
    tell = teller_of(library, language)
    ids = re.compile(r"\b[a-z]{2}/\d{4}-[0-9a-z-]+")
    notes = [one.note for one in library.measures.values()]
    notes += [clause.note for one in library.measures.values() for clause in one.clauses]
    named = [note for note in notes if note and ids.search(note)]
    assert named, "of notes without ids this says nothing"
    assert not [text for note in named if ids.search(text := tell(note))]
    assert tell("https://example.org/cn/2024-31-drones") == "https://example.org/cn/2024-31-drones"
