"""Why a line stands in the queue: the party as the paper writes it, and what a whole paper is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho import Library, determine_book
from sekisho.determination.line.point_reasons import PointReasons
from sekisho.i18n.package_translation import teller_of
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_military
from sekisho.trade.book.gaps import reason_text

LANGUAGES = ("en", "ja", "zh")


def _say(library: Library, language: str, points: str, *names: str) -> str:
    text = PointReasons(library, language).why(points, names)
    assert text is not None
    return teller_of(library, language).translator.say(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_is_said_by_the_name_on_the_paper_and_then_what_it_is(library: Library, language: str):
    bodies = [
        entry for entry in parties_of(library).entries if is_military(entry) and entry.list == "jp/military-users"
    ]
    wrong = []
    for entry in bodies:
        for name in entry.names[1:2]:
            said = _say(library, language, f"military_body:{entry.id}", "Naniwa Seiki Co., Ltd.", name)
            if not said[1:].startswith(name):
                wrong.append((str(entry.id), said))
    assert len(bodies) > 50
    assert wrong == []


def test_all_camps_together_are_never_what_a_sentence_speaks_of(library: Library):
    assert _say(library, "en", "military_body:meu-077", "Naniwa Seiki", "JGSDF Camp Asaka") == (
        "“JGSDF Camp Asaka” is a military body (Camps of the Japan Ground Self-Defense Force)."
    )
    assert _say(library, "en", "party_perhaps:meu-077", "JGSDF Camp Asaka") == (
        "“JGSDF Camp Asaka” may be a military body (Camps of the Japan Ground Self-Defense Force)."
    )
    for language in LANGUAGES:  # where no name is at hand, the kind stands in brackets still
        for kind in ("military_body", "party_perhaps"):
            said = _say(library, language, f"{kind}:meu-077")
            assert not said.startswith(("Camps", "陸上自衛隊駐屯地", "陆上自卫队驻屯地"))


@pytest.mark.parametrize(
    "kind", ["party_listed", "party_perhaps", "party_watched", "party_listed_later", "party_perhaps_later"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_listed_party_is_said_by_the_name_on_the_paper_too(library: Library, language: str, kind: str):
    entry = next(entry for entry in parties_of(library).entries if str(entry.id) == "jp-ecl-a17")
    name = entry.name_in("en").upper()
    as_the_list_has_it = _say(library, language, f"{kind}:{entry.id}", entry.name_in("en"))
    assert name not in as_the_list_has_it
    written = f"{name} YOKOHAMA"
    said = _say(library, language, f"{kind}:{entry.id}", written)
    assert written in said or as_the_list_has_it == said  # a name that is not like it is not taken for it
    assert entry.name_in(language) in said


def test_the_first_screen_of_a_run_names_the_party_as_the_book_does(library: Library, tmp_path: Path):
    book = tmp_path / "book.csv"
    book.write_text("line,description,end_user\n1,lamp,JGSDF Camp Asaka\n2,lamp,Example Headlamp\n", encoding="utf-8")
    result = determine_book(book, library, out=tmp_path / "out.parquet", as_of="2026-11-27")
    assert [(one.line, one.why.partition(" is ")[0]) for one in result.worst] == [("1", "“JGSDF Camp Asaka”")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_is_called_a_paper_and_no_row_that_could_not_be_read(library: Library, tmp_path: Path, language: str):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ms Li,\n\nplease quote 20 office chairs for January.\n\nBest regards\n", encoding="utf-8")
    result = determine_book(letter, library, out=tmp_path / "out.parquet", as_of="2026-11-27", language=language)
    (line,) = result.worst
    say = teller_of(library, language).translator.say
    reasons = PointReasons(library, language)
    row, paper = (f"row_unread:{one}" for one in ("row", "paper"))
    assert line.why == say(reasons.why(paper) or "") != say(reasons.why(row) or "")
    assert line.ask == say(reasons.ask(paper) or "") != say(reasons.ask(row) or "")
    (gap,) = result.reading.gaps
    assert gap.is_paper
    assert gap.told(language) == reason_text("paper", language)
    told = (tmp_path / "out.gaps.csv").read_text(encoding="utf-8")
    assert reason_text("row", language) not in told
