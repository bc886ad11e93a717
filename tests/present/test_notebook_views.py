"""What a notebook shows of an answer: short, in the language of its reader, with nothing of others taken for HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sekisho
from sekisho import Library
from sekisho.present.notebook_views import language_of_reader

DAY = "2026-09-30"
LINE = {"departure": "CN", "destination": "JP", "control_codes": "3C001.a", "end_user": "<b>Example</b>"}
VERDICT = {"en": "Not decided", "ja": "未確定", "zh": "尚未确定"}
LISTED = {"en": "Listed", "ja": "掲載あり", "zh": "在列"}
FEW = 2_500
"""Letters of a piece without charts: a screen of a notebook."""


def _words(piece: str) -> str:
    return re.sub(r"<[^>]+>", " ", piece)


def test_the_language_is_the_one_asked_for_else_the_readers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SEKISHO_LANGUAGE", raising=False)
    assert language_of_reader() == "en"
    monkeypatch.setenv("SEKISHO_LANGUAGE", "zh")
    assert (language_of_reader(), language_of_reader("ja")) == ("zh", "ja")
    monkeypatch.setenv("SEKISHO_LANGUAGE", "xx")
    assert language_of_reader() == "en"


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_an_answer_a_comparison_and_names_are_told_in_the_language(library: Library, language: str):
    answer = sekisho.determine(LINE, library, as_of=DAY, language=language)
    pair = sekisho.compare(LINE, library, {"end_use": "military"}, as_of=DAY, language=language)
    listed = sekisho.screen("Mitsubishi Shipbuilding", law=library, as_of=DAY, language=language)
    many = sekisho.screen("Mitsubishi Shipbuilding", *"abc", law=library, as_of=DAY, language=language)
    pieces = [one._repr_html_() for one in (answer, pair, listed, many)]
    for piece in pieces:
        assert piece.startswith(f'<div lang="{language}"')
        assert len(_words(piece)) < FEW
        assert "<b>Example" not in piece
    assert [VERDICT[language] in piece for piece in pieces] == [True, True, False, False]
    assert [LISTED[language] in piece for piece in pieces] == [False, False, True, True]
    assert all(len(repr(one)) < 300 for one in (answer, pair, listed, many))


def test_the_language_of_the_reader_is_asked_when_the_answer_is_shown(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    answer = sekisho.determine(LINE, library, as_of=DAY)
    for language, verdict in VERDICT.items():
        monkeypatch.setenv("SEKISHO_LANGUAGE", language)
        assert verdict in answer._repr_html_()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ja", "zh"])
def test_an_item_a_book_and_its_letters_are_told_in_the_language(library: Library, tmp_path: Path, language: str):
    item = sekisho.classify("dysprosium oxide", library, as_of=DAY, language=language)
    book = tmp_path / "orders.csv"
    book.write_text("line,departure,destination,control_codes,supplier\n1,CN,JP,3C001.a,Example\n", encoding="utf-8")
    result = sekisho.determine_book(book, library, out=tmp_path / "results.csv", as_of=DAY, language=language)
    letters = sekisho.write_letters(result.out, tmp_path / "letters", library, language=language)
    pieces = [one._repr_html_() for one in (item, result, letters)]
    assert all(piece.startswith(f'<div lang="{language}"') and len(_words(piece)) < FEW for piece in pieces)
    assert pieces[1].count("<svg ") == 1
    assert VERDICT[language] in pieces[1]
    assert all(len(repr(one)) < 300 for one in (item, result, letters))
