"""What the list of a run says of a line, the line's own answer says first: on the command line, in data, on pages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sekisho import Library, determine
from sekisho.cli import main
from sekisho.i18n.languages import LANGUAGES
from sekisho.law.model.condition import FactName
from sekisho.present.book_results.desk import line_desk
from sekisho.present.determination.brief import brief_data
from sekisho.present.determination.brief_parts.line_warning import FEW_TOLD, MOST_TOLD, QueuePlace, warning_part
from sekisho.present.explained_line import explained_data, explained_text
from sekisho.present.outcome_labels import LABELS
from sekisho.service.explain import ExplainRequest, explain
from sekisho.service.run_lines import LinesRequest, lines_of_results
from sekisho.service.workspace import Workspace

REAL = Path(__file__).parents[4] / "shared" / "data" / "osaka_like_book.xlsx"
DAY = "2026-09-30"
LISTED = "三菱造船株式会社"
HEAD = ("line", "origin", "departure", "description", "control_codes", "end_use")
ROLES = ("exporter", "importer", "intermediate_consignee", "end_user")


def _book(folder: Path) -> Path:
    """A listed party in each role, one that may be listed, words of the military, and a code."""
    lines = [
        *({"line": role, "description": "tungsten powder", role: LISTED} for role in ROLES),
        {"line": "perhaps", "description": "magnet", "importer": "三菱造船"},
        {"line": "words", "description": "磁石 護衛艦向け", "importer": "Naniwa Seiki"},
        {"line": "code", "description": "powder", "control_codes": "3C001.a", "importer": "Naniwa Seiki"},
    ]
    names = (*HEAD, *ROLES)
    rows = [",".join({"origin": "CN", "departure": "CN", **line}.get(name, "") for name in names) for line in lines]
    book = folder / "orders.csv"
    book.write_text("\n".join((",".join(names), *rows)) + "\n", encoding="utf-8")
    return book


def _run(book: Path, folder: Path) -> Path:
    results = folder / "results.parquet"
    done = CliRunner().invoke(main, ["bulk", str(book), "-o", str(results), "--as-of", DAY])
    assert done.exit_code == 0, done.output
    return results


def _compared(results: Path, library: Library, folder: Path, *, most: int, place: str) -> int:
    """Hold the list against the answer of each of its lines, in three languages; return how many there are."""
    asked = lines_of_results(LinesRequest(triage=place, most=most), library, results, folder / "lines.parquet")
    rows = {language: line_desk(asked, language).rows for language in LANGUAGES}
    for number, row in enumerate(rows["en"]):
        judged = explain(ExplainRequest(line=row.line), Workspace(library=library), results)
        for language in LANGUAGES:
            (listed,) = [one for one in rows[language] if one.line == row.line]
            data = json.loads(json.dumps(explained_data(judged, language=language)["brief"]))
            assert listed.why in data[1]["lines"][0], (row.line, language)
            assert listed.ask in data[1]["lines"][0]
            told = "".join("".join(explained_text(judged, language=language, width=80, detail=())).split())
            assert "".join(listed.why.split()) in told
            if language == LANGUAGES[number % len(LANGUAGES)]:  # at length in one language: each line takes a while
                full = "".join("".join(explained_text(judged, language=language, width=80, detail=("full",))).split())
                assert "".join(listed.why.split()) in full
    return len(asked.lines)


def test_what_the_list_says_of_a_line_its_answer_says_first(library: Library, tmp_path: Path):
    results = _run(_book(tmp_path), tmp_path)
    stops = _compared(results, library, tmp_path, most=20, place="stop")
    looks = _compared(results, library, tmp_path, most=20, place="look")
    assert stops >= len(ROLES)
    assert stops + looks == len(ROLES) + 3


@pytest.mark.slow
def test_each_line_of_a_real_book_that_stops_names_the_party_that_the_list_names(library: Library, tmp_path: Path):
    if not REAL.is_file():
        pytest.skip("../shared/data is not here")
    results = tmp_path / "results.parquet"
    assert CliRunner().invoke(main, ["bulk", str(REAL), "-o", str(results)]).exit_code == 0
    assert _compared(results, library, tmp_path, most=50, place="stop") >= 12  # 12 of them for a listed party


def test_a_listed_party_in_any_role_is_said_in_the_answer_to_one_shipment(library: Library):
    line = {"description": "office chair", "origin": "CN", "destination": "JP", "importer": "日本飛行機㈱"}
    answer = determine(line, library, as_of=date(2026, 11, 27))
    first, second = brief_data(answer, line, library, str)[:2]
    assert first["label"] == ""
    assert second["label"] == str(LABELS["stop"])
    assert second["lines"][0].startswith("“日本飛行機㈱” (NIPPI Corporation) is on the control list")
    assert "importer 日本飛行機㈱" in second["lines"][0]
    without = {**line, "importer": "Naniwa Seiki"}
    labels = [
        part["label"] for part in brief_data(determine(without, library, as_of=answer.as_of), without, library, str)
    ]
    assert not {str(LABELS["stop"]), str(LABELS["look"])} & set(labels)


def test_goods_that_look_like_a_code_say_what_it_is_under_it(library: Library, tmp_path: Path):
    """The list presumes no code; the answer of its line says what the likely one would mean, and no other rule."""
    book = tmp_path / "orders.csv"
    book.write_text("line,origin,departure,destination,description\n1,CN,CN,DE,Gadolinium oxide 99.99 %\n", "utf-8")
    judged = explain(ExplainRequest(line="1"), Workspace(library=library), _run(book, tmp_path))
    assert judged.answer.verdict.headline == "undetermined"
    told = "\n".join(explained_text(judged, language="en", width=80, detail=()))
    assert "the code is 1C903.b" in told
    assert "tungsten" not in told
    stated = determine({**judged.of.facts, "control_codes": "1C903.b"}, library, as_of=DAY)
    (row,) = [row for row in judged.answer.rows if row.facts.get(FactName("control_codes")) == ("1C903.b",)]
    assert (row.floor, row.ceiling) == (stated.floor, stated.ceiling)


def test_a_line_in_which_very_much_points_says_the_first_and_counts_the_rest(library: Library):
    """A line of a book with listed names in hundreds of columns fills no screen with them; in full all are told."""
    answer = determine({"origin": "CN", "destination": "JP"}, library=library, as_of=DAY)
    entries = [entry for entry in library.entries if entry.list.startswith("cn/")][: 4 * MOST_TOLD]
    points = ";".join(f"party_perhaps:{entry.id}" for entry in entries)
    queued = QueuePlace(place="look", points=points, language="en")
    few, every = warning_part(answer, library, queued), warning_part(answer, library, queued, every=True)
    assert few is not None
    assert every is not None
    names = list(dict.fromkeys(entry.name_in("en") for entry in entries))
    assert [name in few.wordings[0] for name in names[: FEW_TOLD + 1]] == [True] * FEW_TOLD + [False]
    assert f"{len(names) - FEW_TOLD} more names or words need a look." in few.wordings[0]
    assert all(name in every.wordings[0] for name in names)


@pytest.mark.parametrize(
    ("place", "point", "taker"),
    [
        ("stop", "party_listed:{listed}", "export control"),
        ("stop", "military_body:{listed}", "sales"),
        ("stop", "party_listed_later:{listed}", "logistics"),
        ("look", "code_suggested:3C001.a", "supplier"),
        ("look", "row_unread:line", "purchasing"),
    ],
)
def test_who_takes_the_step_is_said_however_short_it_is_put(library: Library, place: str, point: str, taker: str):
    """What gives way first is what a party is called in the line; then what is confirmed; never with whom."""
    answer = determine({"origin": "CN", "destination": "JP"}, library=library, as_of=DAY)
    listed = next(entry.id for entry in library.entries if entry.list.startswith("cn/control-list"))
    points = ";".join((point.format(listed=listed), "defence_words:自衛隊"))
    part = warning_part(answer, library, QueuePlace(place=place, points=points, language="en"))
    assert part is not None
    assert len(part.wordings) > 1
    assert all(taker in wording.lower() for wording in part.wordings)
    assert ("stop" in part.wordings[-1]) is (place == "stop")
    assert len(part.wordings[-1]) < len(part.wordings[0])
