"""A new data package is right as it stands, says what is another country's, and every slip in it is told."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import resources
from itertools import chain
from pathlib import Path

import pytest

from sekisho import classify, determine, load_measures
from sekisho.errors import LibraryError
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import short_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.listed_party import PARTY_KINDS
from sekisho.law.model.scheme import ITEM_QUALITIES, ITEM_TYPES
from sekisho.present.determination.brief import brief
from sekisho.present.law.coverage import coverage_text
from sekisho.present.law.coverage_items import item_coverage
from sekisho.present.law.measures import measure_text
from sekisho.service.packages.data_package import lint_package, run_cases
from sekisho.service.packages.new_package import write_package

PUMP = {"departure": "XR", "destination": "DE", "control_codes": "2B350.a", "movement": "export", "end_use": "civil"}


@pytest.fixture(scope="module")
def ruritania(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "ruritania"
    write_package(folder)
    return folder


def test_a_new_package_has_no_problem_and_its_four_cases_pass(ruritania: Path):
    assert lint_package(ruritania) == []
    run = run_cases(ruritania)
    assert (run.cases, run.failed) == (4, ())


@pytest.mark.parametrize("country", ["KR", "DE"])
def test_it_may_be_of_a_country_that_there_is(country: str, tmp_path: Path):
    write_package(tmp_path / "own", country)
    assert run_cases(tmp_path / "own").holds
    (measure,) = load_measures([tmp_path / "own"]).measures.values()
    assert measure.jurisdiction == country
    assert measure.title["ja"].startswith({"KR": "韓国", "DE": "ドイツ"}[country])


def test_a_made_up_country_is_called_by_its_name_and_has_one(tmp_path: Path):
    with pytest.raises(LibraryError, match="the made-up country XB has no name") as told:
        write_package(tmp_path / "own", "XB")
    assert "--country XB --name Northland" in Translator().say(told.value.problems[0].remedy)
    with pytest.raises(LibraryError, match="is not the name of a country"):
        write_package(tmp_path / "own", "XB", name="North: land")
    with pytest.raises(LibraryError, match="KR is"):
        write_package(tmp_path / "own", "KR", name="Northland")
    write_package(tmp_path / "own", "xb", name=" Northland ")
    assert lint_package(tmp_path / "own") == []
    assert run_cases(tmp_path / "own").holds
    (measure,) = load_measures([tmp_path / "own"]).measures.values()
    assert measure.title["en"] == "Decree of Northland on strategic goods"
    places = tmp_path / "own/lists/territories.csv"
    places.write_text(re.sub("^XB,.*", "XB,XB,XB,XB", places.read_text(encoding="utf-8"), flags=re.MULTILINE))
    (problem,) = lint_package(tmp_path / "own")
    assert (problem.code, problem.what) == ("M142", "the country XB has no name.")


def test_items_are_classified_by_the_names_of_the_package_and_nothing_is_settled(ruritania: Path):
    """Its package has no table of words: the pump is found by its name, and the text of its limit is asked."""
    library = load_measures([ruritania])
    found = classify("acid pump, resists corrosion", library, as_of="2026-03-02")
    assert [one.code for one in found.candidates][:1] == ["2B350.a"]
    assert (found.scheme, found.state) == ("xr/strategic-goods", "unclassified")
    (question,) = found.questions
    assert question.question == "Does the item meet the limits of 2B350.a (Flow above 0.6 m3 an hour)?"
    answered = {"2B350.a/as_stated": "yes"}
    stated = classify("pumps that resist corrosion", library, parameters=answered, as_of="2026-03-02")
    assert stated.state == "unclassified", "words that nobody gathered settle nothing"
    claimed = classify("", library, code="2B350.a", parameters=answered, as_of="2026-03-02")
    assert claimed.state == "classified"
    chair = classify("office chair", library, hs="940130", as_of="2026-03-02")
    assert chair.state == "unclassified", "that nothing is near is a finding of the words of China's list alone"


def test_what_a_package_holds_is_counted_on_its_own_list(ruritania: Path):
    library = load_measures([ruritania])
    told = coverage_text(library, width=100)
    assert [line for line in told if "dual-use" in line.lower()] == []
    entries = item_coverage(library)
    assert (entries["scheme"], entries["known"], entries["limited"], entries["executable"], entries["lost"]) == (
        *("xr/strategic-goods", 5, 1),
        *(0, 0),
    )


def test_rows_of_translations_may_stand_in_any_order_and_not_twice(tmp_path: Path):
    write_package(tmp_path / "own")
    table = tmp_path / "own/translations.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    assert lint_package(tmp_path / "own") == []
    table.write_text("\n".join([head, *rows, rows[0]]) + "\n", encoding="utf-8")
    (problem,) = lint_package(tmp_path / "own")
    assert (problem.code, problem.where) == ("M133", f"translations.csv:{len(rows) + 2}")
    assert "stands in row 2 already" in problem.what


def test_lint_prints_the_line_that_is_missing_of_a_pause(tmp_path: Path):
    """What it prints for the paused clause, once written there, leaves no problem."""
    write_package(tmp_path / "own")
    order = """\
id: xr/2026-pause
title: {en: Order pausing section 3}
kind: suspension
jurisdiction: XR
authority: Ministry of Trade of Ruritania
instrument: Order 40/2026
published: 2026-03-25
effective: 2026-06-01
repealed: open
relations: {suspends: [{measure: xr/2026-strategic-goods, clause: barred-buyers, from: 2026-06-01, until: 2026-08-31}]}
confidence: high
sources: [{url: "https://example.org/order", language: en, read: 2026-03-31}]
not_executable: It only pauses section 3.
"""
    (tmp_path / "own/xr/2026-pause.yaml").write_text(order, encoding="utf-8")
    (problem,) = lint_package(tmp_path / "own")
    assert (problem.code, "xr/2026-strategic-goods#barred-buyers" in problem.what) == ("M120", True)
    line = Translator().say(problem.remedy).partition("write: ")[2]
    act = tmp_path / "own/xr/2026-strategic-goods.yaml"
    text = act.read_text(encoding="utf-8")
    at = text.index("    when:", text.index("- id: barred-buyers"))
    act.write_text(f"{text[:at]}    status:\n      {line}\n{text[at:]}", encoding="utf-8")
    assert lint_package(tmp_path / "own") == []
    act.write_text(act.read_text(encoding="utf-8").replace("until: '2026-08-31'", "until: '2026-08-30'"))
    reverse = next(one for one in lint_package(tmp_path / "own") if one.where.endswith("strategic-goods.yaml"))
    assert "clause: barred-buyers" in Translator().say(reverse.remedy)


def test_the_columns_of_both_tables_are_those_that_the_reference_names():
    page = Path(__file__).parents[2] / "docs/reference/measure-format.md"
    text = page.read_text(encoding="utf-8")
    template = resources.files("sekisho.service.packages") / "template"
    for title, file in (("## Tables of goods", "goods.csv"), ("## Tables of parties", "parties.csv")):
        part = text.partition(f"{title}\n")[2].partition("\n## ")[0]
        named = [
            name for row in re.findall(r"^\| (`.*?) \|", part, re.MULTILINE) for name in re.findall("`(.+?)`", row)
        ]
        header = (template / file).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert named == header
    for word in PARTY_KINDS | set(ITEM_TYPES) | set(ITEM_QUALITIES):
        assert re.search(rf"\b{word}\b", text), word


def test_an_answer_names_the_country_its_office_and_its_list_and_nothing_of_china(ruritania: Path):
    library = load_measures([ruritania])
    lines = [
        {**PUMP, **facts}
        for facts in ({"end_user": "Blue River Mill"}, {"end_user": "Black Castle Works"}, {"control_codes": "none"})
    ]
    lines.append({"origin": "XR", "destination": "DE", "control_codes": "2B350.a", "end_user": "Blue River Mill"})
    told = [
        str(text)
        for line in lines
        for part in brief(determine(line, library, as_of="2026-03-02"), line, library).parts
        for text in (*part.wordings, *chain.from_iterable(part.rows))
    ]
    assert any("Ministry of Trade of Ruritania" in text for text in told)
    assert any("only 1 measure of Ruritania" in text for text in told)
    assert [text for text in told if re.search("China|Ministry of Commerce|Announcement|dual-use", text)] == []
    assert "It is exported from the country where it was made." in told
    assert "user later on a list" in told, "what a list of the package does is on no file, so no kind of list is named"


def test_a_pause_of_one_clause_has_its_own_last_day_and_names_the_clause(tmp_path: Path):
    """Section 2 is paused to 2026-12-31, and nobody knows what follows: in March that is still its last known day."""
    write_package(tmp_path / "own")
    act = tmp_path / "own/xr/2026-strategic-goods.yaml"
    spans = """\
    status:
      - {state: suspended, from: 2026-11-01, until: 2026-12-31}
      - state: unknown
        from: 2027-01-01
        until: open
        named: decree_after_2026
        question: What followed the pause of section 2 after 2026-12-31?
        values: {extended: suspended, lapsed: in_force}
        because: No order on what follows was found.
"""
    text = act.read_text(encoding="utf-8")
    at = text.index("    when:", text.index("- id: list-licence"))
    act.write_text(text[:at] + spans + text[at:], encoding="utf-8")
    library = load_measures([tmp_path / "own"])
    answer = determine({**PUMP, "end_user": "Blue River Mill"}, library, as_of="2027-03-15")
    told = {
        language: [
            teller_of(library, language)(text)
            for part in brief(answer, {**PUMP, "end_user": "Blue River Mill"}, library).parts
            for text in part.wordings
        ]
        for language in ("en", "ja", "zh")
    }
    assert any("Depends on the law after 31 Dec 2026" in text for text in told["en"])
    why = next(text for text in told["en"] if "was suspended" in text)
    assert "section 2, was suspended to 31 December 2026" in why
    assert [text for text in told["en"] if "2027" in text and "Mar" in text and "14" in text] == []
    for language in ("ja", "zh"):
        assert any("2026年12月31日" in text and "section 2" in text for text in told[language])


def test_what_was_made_in_the_country_is_taken_to_leave_from_there(ruritania: Path):
    library = load_measures([ruritania])
    answer = determine({"origin": "XR", "destination": "DE", "control_codes": "2B350.a"}, library, as_of="2026-03-02")
    presumed = {str(entry.fact): entry.value for entry in answer.presumed}
    assert (presumed["departure"], presumed["movement"]) == ("XR", "export")
    assert "It was made in Ruritania" in str(answer.presumed[0].because)
    of_china = determine({"origin": "CN", "destination": "DE", "control_codes": "2B350.a"}, library, as_of="2026-03-02")
    assert "departure" not in {str(entry.fact) for entry in of_china.presumed}


def test_every_text_is_told_in_japanese_and_chinese(ruritania: Path):
    library = load_measures([ruritania])
    for language in ("ja", "zh"):
        tell = teller_of(library, language)
        for entry in ("Pumps that resist corrosion", "Ministry of Trade of Ruritania", "law of other countries"):
            assert tell(entry) != entry, (language, entry)


def test_an_act_with_a_number_that_is_no_announcement_has_its_title(ruritania: Path):
    library = load_measures([ruritania])
    (measure,) = library.measures.values()
    numbered = replace(measure, id=MeasureId("xr/2026-07-strategic-goods"))
    assert short_name(numbered) == "Decree of Ruritania on strategic goods"
    assert short_name(replace(numbered, instrument="Announcement 7/2026")) == "Announcement No. 7 of 2026"


def test_an_act_is_shown_with_the_number_under_which_it_was_issued(ruritania: Path):
    library = load_measures([ruritania])
    (measure,) = library.measures.values()
    lines = measure_text(measure, library, measure.published)
    assert any("instrument" in line and "Decree 7/2026" in line for line in lines)


@pytest.mark.parametrize(
    ("file", "before", "after", "code"),
    [
        ("package.yaml", "jurisdictions: [XR]", "jurisdictions: [RU1]", "M142"),
        ("xr/2026-strategic-goods.yaml", "jurisdiction: XR", "jurisdiction: UK", "M142"),
        ("lists/xr-barred-buyers.csv", ",DE,company", ",GER,company", "M142"),
        ("lists/xr-barred-buyers.csv", ",DE,company", ",DE,firm", "M147"),
        ("lists/xr-strategic-goods.csv", ",announcement,high", ",announcment,high", "M147"),
        ("lists/xr-strategic-goods.csv", "2B350.a,2B350,", "2B350.a,2B340,", "M148"),
        ("lists/xr-strategic-goods.csv", "xr/2026-strategic-goods,announcement", "xr/2026-goods,announcement", "M148"),
        ("lists/xr-strategic-goods.csv", "2B350.a,2B350,", "2B350-a,2B350,", "M148"),
        ("xr/2026-strategic-goods.yaml", "when: {departure: XR,", "when: {departure: RUR,", "M106"),
        ("package.yaml", "licence: CC0-1.0", "", "M143"),
        ("xr/2026-strategic-goods.yaml", "xr/barred-buyers}", "xr/barred-sellers}", "M123"),
        (
            "xr/2026-strategic-goods.yaml",
            "under: xr/strategic-goods}, end",
            "under: xr/strategic-goods/9A}, end",
            "M115",
        ),
    ],
)
def test_each_slip_is_told(tmp_path: Path, file: str, before: str, after: str, code: str):
    folder = tmp_path / "changed"
    write_package(folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after), encoding="utf-8")
    assert code in {problem.code for problem in lint_package(folder)}


@pytest.mark.parametrize("slip", ["efect: prohibit", "effect: banish"])
def test_a_clause_without_a_known_effect_is_told_once(tmp_path: Path, slip: str):
    write_package(tmp_path / "own")
    act = tmp_path / "own/xr/2026-strategic-goods.yaml"
    act.write_text(act.read_text(encoding="utf-8").replace("effect: prohibit", slip), encoding="utf-8")
    codes = [problem.code for problem in lint_package(tmp_path / "own")]
    assert codes
    assert set(codes) <= {"M102", "M105", "M106"}
    assert not any("effect oblige" in str(problem) for problem in lint_package(tmp_path / "own"))


def test_a_list_that_has_no_party_names_the_nearest(tmp_path: Path):
    write_package(tmp_path / "own")
    act = tmp_path / "own/xr/2026-strategic-goods.yaml"
    text = act.read_text(encoding="utf-8").replace("listed: xr/barred-buyers}", "listed: xr/bared-buyers}")
    act.write_text(text, encoding="utf-8")
    (problem,) = lint_package(tmp_path / "own")
    assert (problem.code, "Did you mean 'xr/barred-buyers" in str(problem)) == ("M123", True)


def test_a_country_that_is_none_is_told_of_a_package_without_a_table_of_countries(tmp_path: Path):
    write_package(tmp_path / "own")
    (tmp_path / "own/lists/territories.csv").unlink()
    assert lint_package(tmp_path / "own") == []
    act = tmp_path / "own/xr/2026-strategic-goods.yaml"
    act.write_text(act.read_text(encoding="utf-8").replace("{departure: XR,", "{departure: RUR,"), encoding="utf-8")
    assert {problem.code for problem in lint_package(tmp_path / "own")} == {"M142"}


def test_a_late_day_a_row_too_many_and_a_title_without_english_are_told(tmp_path: Path):
    folder = tmp_path / "own"
    write_package(folder)
    act, package = folder / "xr/2026-strategic-goods.yaml", folder / "package.yaml"
    published = re.search(r"published: (\S+)", act.read_text(encoding="utf-8"))
    assert published is not None
    package.write_text(re.sub("horizon: .*", "horizon: 2025-12-31", package.read_text(encoding="utf-8")))
    text = act.read_text(encoding="utf-8")
    act.write_text(re.sub(r"^  en: .*\n", "", text, count=1, flags=re.MULTILINE), encoding="utf-8")
    (folder / "lists/xr-barred-buyers.source.yaml").write_text("rows_min: 90\nrows_max: 99\n", encoding="utf-8")
    assert {"M144", "M145", "M146"} <= {problem.code for problem in lint_package(folder)}


def test_slips_in_an_act_and_in_a_table_of_parties_are_told_at_once(tmp_path: Path):
    write_package(tmp_path / "own")
    act, table = tmp_path / "own/xr/2026-strategic-goods.yaml", tmp_path / "own/lists/xr-barred-buyers.csv"
    act.write_text(act.read_text(encoding="utf-8").replace("kind: item-control", "kind: export-control"))
    table.write_text(table.read_text(encoding="utf-8").replace(",2026-03-01,", ",01/03/2026,"))
    told = lint_package(tmp_path / "own")
    assert [problem.where.rpartition(":")[0] for problem in told] == [
        "xr/2026-strategic-goods.yaml",
        *["xr-barred-buyers.csv"] * 2,
    ]


def test_a_case_whose_answer_is_another_is_told(tmp_path: Path):
    write_package(tmp_path / "own")
    cases = tmp_path / "own/xr/cases/strategic-goods.yaml"
    cases.write_text(cases.read_text(encoding="utf-8").replace("outcome: free", "outcome: licence"), encoding="utf-8")
    assert [case.id for case, _ in run_cases(tmp_path / "own").failed] == ["2"]


def test_nothing_is_overwritten_and_no_country_is_guessed(ruritania: Path, tmp_path: Path):
    with pytest.raises(LibraryError, match="is there already"):
        write_package(ruritania)
    with pytest.raises(LibraryError, match="'UK' is not the ISO 3166 code"):
        write_package(tmp_path / "own", "UK")
    with pytest.raises(LibraryError, match="there is no folder"):
        write_package(tmp_path / "no" / "own")
    assert list(tmp_path.iterdir()) == []


def test_packages_with_different_control_lists_are_not_loaded_together(ruritania: Path, tmp_path: Path):
    write_package(tmp_path / "korea", "KR")
    with pytest.raises(LibraryError, match="different control lists: kr/strategic-goods, xr/strategic-goods"):
        load_measures([ruritania, tmp_path / "korea"])


def test_a_control_list_without_a_table_is_told(tmp_path: Path):
    write_package(tmp_path / "own")
    (tmp_path / "own/lists/xr-strategic-goods.csv").unlink()
    with pytest.raises(LibraryError, match="has no table") as told:
        load_measures([tmp_path / "own"])
    assert "lists/xr-strategic-goods.csv" in Translator().say(told.value.problems[0].remedy)
