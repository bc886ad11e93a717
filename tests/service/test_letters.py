"""Letters to the suppliers and customers of a book: each names its own open lines, and who is listed gets none."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from sekisho import BookError, Library, determine, determine_book
from sekisho import write_letters as write_letters_of
from sekisho.determination.settle.correspondents import OpenLine, correspondents
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import plain_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.dates.calendar import Stage
from sekisho.law.model.condition import FactName
from sekisho.present.document import Blanks
from sekisho.present.law.measures import state_says
from sekisho.present.letters.folder import letters_data, write_letters
from sekisho.present.letters.wording import CITED, letter_of
from sekisho.present.render.plain_text import letter_text
from sekisho.service.letters import LettersRequest, letters, letters_on_answer
from sekisho.service.workspace import Workspace

ORDERS = (
    ("order no", "supplier", "buyer", "country of dispatch", "goods", "amount JPY"),
    ("1", "Ningbo Example Trading", "東海見本株式会社", "CN", "neodymium magnet N42 Dy 2.8%", "4711"),
    ("2", "Ningbo Example Trading", "東海見本㈱", "CN", "cotton gloves", "4711"),
    ("3", "Suzhou Example <Motors>", "尾張見本商事", "CN", "neodymium magnet N42 Dy 2.8%", "4711"),
    ("4", "Suzhou Example <Motors>", "三菱造船株式会社", "CN", "neodymium magnet N42 Dy 2.8%", "4711"),
    ("5", "", "自社 第二工場", "CN", "護衛艦用 neodymium magnet N42 Dy 2.8%", "4711"),
    ("6", "Suzhou Example <Motors>", "", "CN", "office chair", "4711"),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def results(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a purchase book, with a listed customer and one line that speaks of a frigate."""
    folder = tmp_path_factory.mktemp("letters")
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(ORDERS)
    same = {"movement": "export", "destination": "JP", "origin": "CN"}
    out = folder / "results.parquet"
    determine_book(folder / "orders.csv", library, out=out, as_of="2026-11-27", constants=same, threads=1)
    return out


def words_of(path: Path) -> str:
    """Read the words of a file of Word, a paragraph a line, and see that its parts are whole."""
    with zipfile.ZipFile(path) as file:
        parts = {name: ET.fromstring(file.read(name)) for name in file.namelist()}  # noqa: S314 - made here
    paragraphs = parts["word/document.xml"].iter(f"{W}p")
    return "\n".join("".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in paragraphs)


def test_each_party_gets_its_own_open_lines_and_a_listed_one_gets_no_letter(
    library: Library, results: Path, tmp_path: Path
):
    out = tmp_path / "drafts"
    answer = letters(LettersRequest(every_line=True), Workspace(library=library), results)
    write_letters(answer, out)
    written: Any = letters_data(answer, str(out))
    lines = {(letter["kind"], letter["to"]): letter["lines"] for letter in written["letters"]}
    assert {key: sorted(names) for key, names in lines.items()} == {
        ("supplier", "Ningbo Example Trading"): ["1", "2"],
        ("supplier", "Suzhou Example <Motors>"): ["3", "4", "6"],
        ("customer", "東海見本株式会社"): ["1", "2"],
        ("unit", "尾張見本商事"): ["3"],
        ("unit", "自社 第二工場"): ["5"],
        ("sales", ""): ["4"],
    }
    assert [(party["to"], party["lines"]) for party in written["unwritten"]] == [("三菱造船株式会社", ["4"])]
    assert written["nameless"] == 1

    with (out / "letters.csv").open(encoding="utf-8-sig", newline="") as file:
        index = {row["number"]: row for row in csv.DictReader(file)}
    assert set(index) == {letter["number"] for letter in written["letters"]}
    for number, row in index.items():
        text, word = (out / f"{row['file']}.txt").read_text(encoding="utf-8"), words_of(out / f"{row['file']}.docx")
        assert all(number in told and row["to"] in told for told in (text, word))
        assert "【" in text
        assert "4711" not in text, "no price is told"
        shown = [line.partition(" | ")[0] for line in text.splitlines() if " | " in line][1:]
        assert shown == row["lines"].split(";")
    texts = {
        kind: (out / f"{row['file']}.txt").read_text(encoding="utf-8")
        for row in index.values()
        for kind in [row["kind"]]
    }
    assert "三菱造船" not in texts["supplier"] + texts["customer"] + texts["unit"]
    assert "anti-boycott and secrecy duties" in texts["customer"]
    assert "anti-boycott" not in texts["supplier"]
    assert "Announcement 1 of 2026" in texts["customer"]
    assert "control code" in texts["supplier"]
    assert "This letter asks for no promise." in texts["unit"]
    note = (out / "0-note.txt").read_text(encoding="utf-8")
    assert "No letter to the customer 三菱造船株式会社 (1 line)" in note
    assert "nothing was sent" in note


def test_numbers_stay_and_drafts_in_which_somebody_wrote_are_left_alone(
    library: Library, results: Path, tmp_path: Path
):
    answer = letters(LettersRequest(), Workspace(library=library), results)
    assert {line.line for letter in answer.letters for line in letter.lines} == {"4", "5"}, "nothing points in others"
    whole = letters(LettersRequest(every_line=True), Workspace(library=library), results)
    assert {letter.number for letter in answer.letters} < {letter.number for letter in whole.letters}
    for language, says in (("ja", "御中"), ("zh", "致：")):
        write_letters(whole, tmp_path / language, language=language)
        text = "".join(
            re.sub(r".*\|.*|.*Example.*", "", file.read_text(encoding="utf-8"))
            for file in (tmp_path / language).glob("[A-E]*.txt")
        )
        assert says in text
        assert not re.search(r"[a-z]{3,} [a-z]{3,}", text), "no English stands in it"
    before = {file.name: file.read_bytes() for file in (tmp_path / "ja").iterdir()}
    with pytest.raises(BookError, match="are there already"):
        write_letters(whole, tmp_path / "ja", language="zh")
    assert {file.name: file.read_bytes() for file in (tmp_path / "ja").iterdir()} == before


def _line(name: str, points: tuple[str, ...], item_state: str = "unlikely_listed") -> OpenLine:
    return OpenLine(
        line=name,
        row=1,
        says={
            "exporter": "Ningbo Example Trading",
            "end_user": "unknown",
            "importer": "尾張見本商事",
            "destination": "JP",
        },
        triage="look",
        points=points,
        item_state=item_state,
        item_codes=(),
        missing=frozenset(map(FactName, ("control_codes", "end_use"))),
        clauses=(),
        by_readings=False,
    )


def test_a_supplier_is_not_asked_of_goods_that_point_to_nothing(library: Library):
    """Gloves for a watched firm want a look at the firm: their control code decides nothing."""
    lines = [
        _line("gloves", ("party_watched:jp-ewl-a16",)),
        _line("gallium", ("code_suggested:3C001",), "classified"),
        _line("unread", ("item_unread:x",), "unread"),
        _line("unclassified book", ("defence_words:navy",), ""),
    ]
    written = {(party.role, line.line) for party in correspondents(lines, library) for line in party.lines}
    supplied = {name for role, name in written if role == "supplier"}
    assert supplied == {"gallium", "unread", "unclassified book"}
    assert {name for role, name in written if role == "customer"} == {line.line for line in lines}
    whole = correspondents(lines, library, harmless=True)
    assert {line.line for party in whole if party.role == "supplier" for line in party.lines} == {
        line.line for line in lines
    }


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_supplier_is_named_every_measure_that_reaches_its_goods_and_the_state_of_each(
    library: Library, results: Path, tmp_path: Path, language: str
):
    """One announcement alone would tell a supplier of other goods of a law that does not reach them."""
    answer = letters(LettersRequest(every_line=True, language=language), Workspace(library=library), results)
    out = tmp_path / language
    write_letters(answer, out, language=language)
    seen = 0
    for letter in answer.letters:
        if letter.kind != "supplier":
            continue
        (file,) = out.glob(f"{letter.number}_*.txt")
        text = file.read_text(encoding="utf-8-sig").casefold()
        reached = {
            measure.id
            for line in letter.lines
            for clause in line.clauses
            if clause in library.clauses
            for measure in [library.clauses[clause][0]]
        }
        assert {measure.id for measure in letter.measures} <= reached
        for measure in letter.measures[:CITED]:
            say = Translator(language, law=teller_of(library, language)).say
            assert say(plain_name(measure, library)).casefold() in text
            stage, state = state_says(measure, date(2026, 11, 27), library)
            if len(letter.measures) > 1 and stage is not Stage.IN_FORCE:
                assert say(state).casefold() in text
                seen += 1
    assert max(len(letter.measures) for letter in answer.letters) > 1
    assert seen, "a measure that does not simply apply is among them, with its state"


def test_an_answer_alone_has_the_letter_that_a_line_of_a_book_has(library: Library, results: Path):
    """The same questions and the same law to the customer; no line, no table, and a blank where nobody is named."""
    translator = teller_of(library, "en").translator
    of_book = letters(LettersRequest(every_line=True), Workspace(library=library), results)
    line = next(letter for letter in of_book.letters if letter.kind == "customer")
    answer = determine({"origin": "CN", "destination": "JP", "control_codes": "1C905.b"}, library, as_of="2026-11-27")
    alone = letters_on_answer(answer, library)
    (draft,) = alone.letters
    assert (draft.kind, draft.to, [measure.id for measure in draft.measures]) == (
        "customer",
        "",
        [measure.id for measure in line.measures],
    )
    document, of_line = letter_of(draft, alone, translator), letter_of(line, of_book, translator)
    assert [part for part in document.parts if isinstance(part, Blanks)] == [
        part for part in of_line.parts if isinstance(part, Blanks)
    ]
    said = letter_text(document, translator)
    assert "To 【customer】" in said
    assert "dysprosium oxide (1C905.b)" in said
    assert "order line" not in said
    assert "table that goes with" not in said


def test_an_answer_on_a_listed_party_or_one_that_is_decided_has_no_letter(library: Library):
    stated = {"origin": "CN", "destination": "JP", "control_codes": "1C905.b"}
    listed = determine({**stated, "end_user": "三菱造船株式会社"}, library, as_of="2026-11-27")
    assert letters_on_answer(listed, library).letters == ()
    decided = determine({**stated, "end_use": "military"}, library, as_of="2026-11-27")
    assert letters_on_answer(decided, library).letters == ()


def test_a_goods_question_goes_to_the_supplier_and_a_name_stands_in_its_letter(library: Library, tmp_path: Path):
    stated = {"origin": "CN", "destination": "JP", "description": "office chair", "exporter": "Ningbo Example Trading"}
    answer = determine({**stated, "end_user": "東海見本株式会社"}, library, as_of="2026-11-27")
    written = write_letters_of(answer, tmp_path / "letters", library, language="ja")
    assert {(letter.kind, letter.to) for letter in written.letters} == {
        ("customer", "東海見本株式会社"),
        ("supplier", "Ningbo Example Trading"),
    }
    files = sorted(file.suffix for file in (tmp_path / "letters").iterdir())
    assert files == [".docx", ".docx", ".txt", ".txt"]
    texts = [file.read_text(encoding="utf-8") for file in (tmp_path / "letters").glob("*.txt")]
    assert sum("東海見本株式会社" in text for text in texts) == 1, "the supplier reads no name of a customer"


def test_an_open_answer_on_a_listed_party_has_no_letter_to_it_and_says_whom_nobody_writes_to(library: Library):
    stated = {"origin": "CN", "destination": "JP", "description": "office chair", "end_user": "三菱造船株式会社"}
    answer = determine(stated, library, as_of="2026-11-27")
    assert answer.verdict.headline == "undetermined"
    drafts = letters_on_answer(answer, library)
    assert "customer" not in {letter.kind for letter in drafts.letters}
    assert [(party.role, party.to) for party in drafts.unwritten] == [("customer", "三菱造船株式会社")]
