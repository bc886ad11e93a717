"""The gate of plain words: every message, every page, every command and file, in three languages.

A new message is under it because it stands in the catalogues, a new page because it stands in the table of routes, a
new command because the program lists it: `tests/support/speech` asks each of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from tests.support.catalogues import messages
from tests.support.speech.rules import LANGUAGES, Fault, faults_of

from sekisho import Library
from sekisho.i18n.locale import LOCALES
from sekisho.i18n.translation_tables import translations_of

NO_SPEECH = frozenset({"page.date_order"})
"""Ids of catalogues that are no text: the order of the three boxes of a day."""
PLACE = re.compile(r"\{[^}]*\}")
TYPED = re.compile(r"\b[a-z]{2}/[\w.-]+(?:[#/][\w.-]+)*")
"""Ids that `--help` shows as what may be typed; a terminal has no mark-up for them."""
ID_OR_FILE = re.compile(
    r"(?:[\w-]+/)?[\w-]+\.(?:ya?ml|csv)|\bcn/(?!\d)[\w-]+(?:[/#][\w-]+)*|\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b"
    r"|(?<=用語 )[a-z]+(?:-[a-z]+)+|(?<=术语“)[a-z]+(?:-[a-z]+)+",
    re.ASCII,
)
"""Names of files, ids of facts and lists, and ids of terms within a sentence of CJK. Ids of measures and clauses are
told by name, as `test_translations` asks."""
OF_DATA = frozenset({"alternatives.csv"})
"""Names of files that stand in notes of the economic data, by which costs that are kept ready are known: they change
with the next figures."""
ENGLISH_OF_PACKAGES = 111
"""Words of old in the English notes of the data package, whose text is law data; they may only become fewer."""


def _texts(language: str) -> Iterator[tuple[str, str]]:
    for file in sorted((messages.FOLDER / language).glob("*.po")):
        for key, entry in messages.texts(messages.read(language, file.stem)).items():
            said = entry.id if language == "en" else entry.string
            for text in said if isinstance(said, tuple | list) else (said,):
                yield key, TYPED.sub("C", text) if key.startswith("help.") else text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_in_plain_words(language: str):
    texts = [(key, text) for key, text in _texts(language) if key not in NO_SPEECH]
    faults = [f"{key}: {fault}" for key, text in texts for fault in faults_of(PLACE.sub("X", text), language)]
    print(f"{language}: {len(texts)} messages, {len(faults)} findings")  # noqa: T201 - the count of the gate
    assert len(texts) > 6000
    assert faults == []


@pytest.mark.parametrize(
    ("language", "counters"),
    [("ja", "件個本社国年日週行品種枚円"), ("zh", "个件条项家次天年种周月行层")],
    ids=["ja", "zh"],
)
def test_a_counter_stands_at_its_number(language: str, counters: str):
    apart = re.compile(rf"[\d}}] [{counters}]")
    assert [f"{key}: {text}" for key, text in _texts(language) if apart.search(text)] == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_what_somebody_wrote_stands_in_the_marks_of_the_language(language: str):
    """In a command that may be typed it stands in those of the command line."""
    quoted = re.compile(r"(?<!=)(?<!--ignore )'\{\w+\}'")
    assert [f"{key}: {text}" for key, text in _texts(language) if quoted.search(text)] == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_every_text_of_the_law_data_uses_the_words_of_the_program(language: str, library: Library):
    """Its sentences are as long as the law needs, and its names of parties, germs and houses stay as they are."""
    texts = translations_of(library, language).values()
    said = [(text, LOCALES[language].with_days(text)) for text in texts]
    found = [fault for _, text in said for fault in faults_of(text, language)]
    assert [str(fault) for fault in found if fault.rule in {"other word", "day", "mixed"}] == []
    print(f"{language}: {len(said)} texts of law data")  # noqa: T201 - the count of the gate


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_law_data_names_a_file_or_an_id(language: str, library: Library):
    """A curator's note says in words what it is about; what is an id alone is a key, and no text."""
    rows = translations_of(library, "ja" if language == "en" else language).items()
    texts = [english if language == "en" else told for english, told in rows if " " in english]
    found = [(hit, text[:60]) for text in texts for hit in ID_OR_FILE.findall(text) if hit not in OF_DATA]
    print(f"{language}: {len(texts)} texts of law data")  # noqa: T201 - the count of the gate
    assert len(texts) > 1000
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "Names are in lists/cn-control-list.csv, part cn/control-list/2026-11.",
        "其后如何是法律未知事项 ann70_after_2026_11_10。",
        "Its entries are the codes of the scheme cn/dual-use.",
        "掲載が誰に及ぶかには三つの読み方がある（用語 named-party）。",
    ],
)
def test_the_gate_of_the_law_data_sees_what_stood_there(text: str):
    assert ID_OR_FILE.search(text)


def test_the_english_of_the_law_data_has_no_more_old_words_than_before(library: Library):
    rules = Counter(fault.rule for text in translations_of(library, "ja") for fault in faults_of(text, "en"))
    assert rules["banned"] <= ENGLISH_OF_PACKAGES


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("en", "It is undetermined.", "other word"),
        ("en", "The clause holds for it.", "banned"),
        ("en", "In force from 2026-02-24.", "day"),
        ("en", "The fact end_user is missing.", "identifier"),
        ("en", "word " * 26, "long"),
        ("ja", "判定不能です。", "other word"),
        ("ja", "The answer です。", "English"),
        ("ja", "ここで,そこ", "mixed"),
        ("zh", "未决的行", "other word"),
        ("zh", "字" * 51, "long"),
    ],
)
def test_the_gate_sees_each_kind_of_fault(language: str, text: str, rule: str):
    assert rule in {fault.rule for fault in faults_of(text, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Type `sekisho bulk --as-of 2026-02-24`."),
        ("en", "'end_use' is empty; there is no other."),
        ("ja", "`make messages` を実行してください。"),
        ("zh", "未定义任何措辞。"),
    ],
)
def test_the_gate_passes_over_what_is_typed(language: str, text: str):
    assert list[Fault](faults_of(text, language)) == []
