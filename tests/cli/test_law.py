"""`measures`, `show`, `facts`, `coverage`, `lint`, `template`: reading the law."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.calling import LAW, Call

from sekisho import Library, determine
from sekisho.cli import main
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import ROLES
from sekisho.i18n.verbs import own_predicates
from sekisho.law.model.fact_table import built_in_facts
from sekisho.law.model.term import Reading
from sekisho.present.law.coverage import coverage, coverage_text
from sekisho.present.law.measures import measure_data, measure_text, measures_rows
from sekisho.present.law.term import term_text
from sekisho.present.render.terminal import bare


def test_measures_are_listed_with_their_state_on_a_day(call: Call):
    said = call("measures", "--as-of", "2026-11-24", "--full").stdout
    assert said.startswith("2 measures, as of 24 November 2026\n")
    assert "xx/2026-01-listed-parties  10 January 2026  not known: listing_after_2026_10" in said
    early = call("measures", "--as-of", "2025-01-15", "--full").stdout
    assert "takes effect on 1 February 2025" in early
    assert "published later, on 10 January 2026" in early


def test_only_measures_that_apply_or_may_are_listed_if_asked(call: Call):
    rows = json.loads(call("measures", "--in-force-on", "2025-06-01", "--format", "json").stdout)
    assert [row["id"] for row in rows] == ["xx/2025-law"]
    none = call("measures", "--in-force-on", "1999-05-03").stdout
    assert none == "No measure here was in force on 3 May 1999. The earliest begins on 1 February 2025.\n"


def test_a_measure_is_shown_words_first_then_its_encoding_as_a_sentence(call: Call):
    said = call("show", "xx/2025-law", "--as-of", "2026-09-30").stdout
    clause = said[said.index("#list-licence") :]
    assert clause.index("应当申请许可") < clause.index("Listed items need a licence.") < clause.index("when")
    assert "it falls under “leaving the territory”, and the item is under 1C905 or 3C001." in clause
    assert "unless  #relief: the end use is emergency relief." in said
    assert "rests on" not in said
    assert "because: The plain sense." in said


def test_a_term_is_shown_by_number_or_id_with_what_uses_it(call: Call):
    by_number = call("show", "xx/2025-law", "--term", "2").stdout
    assert by_number == call("show", "xx/2025-law", "--term", "helps-forces").stdout
    assert re.search(r"narrow \(the project's own\) +the end use is weapons\.", by_number)
    assert "used by  Law for Tests, #forces" in by_number


def test_a_clause_is_shown_by_its_id(call: Call):
    said = call("show", "xx/2025-law#forces").stdout
    assert "#forces" in said
    assert "#keep" not in said


def test_the_encoding_is_said_in_chinese_too(call: Call):
    said = call("show", "xx/2025-law#relief", "--language", "zh").stdout
    assert "最终用途为紧急救援" in said


def test_a_measure_as_json_holds_clauses_terms_and_sources(call: Call):
    found = json.loads(call("show", "xx/2025-law", "--format", "json").stdout)
    assert found["clauses"][0]["id"] == "xx/2025-law#list-licence"
    assert found["terms"][1]["broad"]["because"] == "No source supports it."


def test_facts_are_listed_and_one_is_explained_with_all_its_values(call: Call):
    assert "destination" in call("facts").stdout
    one = call("facts", "destination").stdout
    assert "JP Japan" in one
    assert "flag      --destination JP, CN, ..." in one
    assert call("facts", "--help").exit_code == 0
    assert "left out  none: no separate party of that role" in call("facts", "importer").stdout
    assert "left out  none: nothing of the kind" in call("facts", "special_use").stdout
    assert "left out  follows from other facts, else unknown" in call("facts", "end_user_territory").stdout


def test_every_fact_has_a_flag_and_a_phrase_in_every_language(call: Call):
    flags = call("check", "--help").stdout
    for fact in built_in_facts():
        flag = f"--{fact.name.replace('_', '-')} "
        assert flag in flags or fact.kind == "map", f"check has no flag {flag}"
        assert fact.name in {*own_predicates(), *ROLES}, f"predicates.csv has no row for {fact.name}"
        for language in LANGUAGES:
            assert Translator(language, ("name",)).has(fact.name), f"the catalogue of names lacks {fact.name}"


def test_predicates_are_sorted_and_belong_to_facts_that_exist():
    keys = list(own_predicates())
    assert keys == sorted(keys)
    assert {key for key in keys if not key.startswith("test.")} <= {fact.name for fact in built_in_facts()}


def test_coverage_counts_what_is_known_and_what_is_held(call: Call):
    found = json.loads(call("coverage", "--format", "json").stdout)
    assert found["horizon"] == "2026-10-03"
    assert found["measures"] == {"known": 3, "encoded": 2, "executable": 2}
    entries = found["entries"]
    assert {name: entries[name] for name in ("known", "held", "limited", "with_thresholds")} == {
        "known": 8,
        "held": 5,
        "limited": 2,
        "with_thresholds": 1,
    }
    assert entries["executable"] == entries["lost"] == 0  # no limit of that law is encoded
    for name in ("known", "held", "limited"):
        assert sum(field[name] for field in entries["by_field"]) == entries[name]
    assert found["parties"]["held"] == 2
    assert found["parties"]["lists"]["xx/listed"] == {"held": 1, "listed": 1}
    said = call("coverage").stdout
    assert "Not covered\n  - the law of every other place" in said
    assert "Not covered, one by one\n  - penalties" in said
    assert found["gaps"] == ["penalties"]


def test_coverage_says_of_each_measure_how_it_is_encoded_and_how_sure_that_is(call: Call):
    found = json.loads(call("coverage", "--format", "json").stdout)
    rows = {row["id"]: row for row in found["by_measure"]}
    assert rows["xx/2025-law"] == {
        "id": "xx/2025-law",
        "jurisdiction": "XX",
        "kind": "law",
        "instrument": "测试令第1号",
        "encoding": "decides",
        "deciding": 3,
        "duties": 1,
        "confidence": "high",
        "less_sure": 1,
        "why": "",
    }
    assert found["by_jurisdiction"] == {
        "XX": {
            "known": 3,
            "encoded": 2,
            "encoding": {"decides": 2, "duties_only": 0, "no_clause": 0},
            "confidence": {"high": 2, "medium": 0, "low": 0},
            "horizon": "2026-10-03",
        }
    }
    said = call("coverage").stdout
    assert "Measure by measure, XX\n  2 measures: 2 decide; sources read to 3 October 2026\n" in said
    assert re.search(r"xx/2025-law +decides +confidence high +4 clauses, 1 below high\n", said)


def test_coverage_of_the_library_says_why_a_measure_decides_nothing(library: Library):
    found = coverage(library)
    rows = found["by_measure"]
    assert isinstance(rows, list)
    assert {row["encoding"] for row in rows} == {"decides", "duties_only", "no_clause"}
    assert [row["id"] for row in rows if (row["encoding"] == "decides") == bool(row["why"])] == []
    text = " ".join(" ".join(coverage_text(library)).split())
    assert [
        row["id"] for row in rows if row["why"] and f"{row['id']}: {' '.join(row['why'].split())}" not in text
    ] == []


def test_what_gathers_rules_of_others_is_counted_and_is_a_measure(library: Library):
    found = coverage(library)
    gathered = found["gathered"]
    assert gathered == ["cn/2002-earlier-control-rules"]
    assert set(gathered) <= set(library.measures)
    assert "1 of them stands for rules that are not encoded one by one" in " ".join(
        " ".join(coverage_text(library)).split()
    )


@pytest.mark.parametrize("day", [date(2010, 10, 1), date(2024, 11, 30), date(2026, 9, 30), date(2026, 11, 24)])
def test_an_answer_counts_the_measures_in_force_as_the_list_of_measures_does(library: Library, day: date):
    listed = measures_rows(library, day, only_in_force=True)
    coverage_then = determine({}, library, as_of=day).coverage
    assert coverage_then.in_force == sum(row["state"] == "in_force" for row in listed)
    assert coverage_then.not_known == sum(row["state"] == "unknown" for row in listed)
    assert coverage_then.applying == len(listed)


def test_a_relation_is_told_from_both_sides(library: Library):
    day = date(2026, 11, 24)
    helium = "\n".join(measure_text(library["cn/2026-29-helium"], library, day))
    law = "\n".join(measure_text(library["cn/2025-foreign-trade-law"], library, day))
    assert re.search(r"implements [^(]*\(cn/2025-foreign-trade-law\)", helium)
    assert re.search(r"implemented by [^(]*\(cn/2026-29-helium\)", law)
    assert "not executable" in law
    assert "not executable" not in helium


def test_one_term_is_shown_as_data_too(call: Call):
    found = json.loads(call("show", "xx/2025-law", "--term", "1", "--format", "json").stdout)
    assert found["id"] in call("show", "xx/2025-law", "--term", "1").stdout
    assert "no term '9'" in call("show", "xx/2025-law", "--term", "9", "--format", "json").stderr
    assert "a clause or a term, not both" in call("show", "xx/2025-law#relief", "--term", "1").stderr


def test_data_of_a_measure_say_when_clauses_and_relations_apply(library: Library):
    day = date(2026, 11, 24)
    graphite = measure_data(library["cn/2024-46-us-dual-use"], library, day)
    clauses = {one["id"]: one for one in graphite["clauses"]}  # type: ignore[attr-defined]
    assert "27 November 2026" in str(clauses["cn/2024-46-us-dual-use#graphite"]["status"])
    relations = measure_data(library["cn/2025-70-suspension"], library, day)["relations"]
    assert {one["until"] for one in relations} == {"2026-11-10"}  # type: ignore[attr-defined]


def test_lint_of_what_is_no_data_package_says_what_one_is(call: Call):
    done = call("lint", "missing")
    assert done.exit_code == 1
    assert "missing: is not a folder.\n  Name a data package: a folder with a package.yaml" in done.stdout


def test_lint_prints_every_problem_and_exits_with_1(call: Call, tmp_path: Path):
    good = call("lint", str(LAW))
    assert good.exit_code == 0
    assert good.stdout.splitlines() == [
        f"{LAW}: no problem found.",
        f"{LAW} has no cases: nothing tests what its measures say.",
    ]
    bad = tmp_path / "bad"
    shutil.copytree(LAW, bad)
    file = bad / "xx" / "2025-law.yaml"
    file.write_text(
        file.read_text("utf-8").replace("effect: oblige", "effect: obliges").replace("civil", "civl"), "utf-8"
    )
    done = call("lint", str(bad))
    assert done.exit_code == 1
    assert "xx/2025-law.yaml:" in done.stdout
    assert "found." in done.stdout.splitlines()[-1]


def test_lint_proves_if_asked_and_says_what_it_went_through(call: Call, tmp_path: Path):
    done = call("lint", "--prove", str(LAW))
    assert done.exit_code == 0, done.stdout
    for words in ("one state a day ", "nested readings ", "reach of clauses ", "exceptions ", "contradictions "):
        assert any(line.startswith(words) for line in done.stdout.splitlines()), words
    *_, seconds, untested = done.stdout.splitlines()
    assert re.fullmatch(r"\d+\.\d s\.", seconds)
    assert untested.endswith("has no cases: nothing tests what its measures say.")
    bad = tmp_path / "bad"
    shutil.copytree(LAW, bad)
    file = bad / "xx" / "2025-law.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace(
            "when: {end_use: emergency_relief}", "when: {end_use: emergency_relief, not: {end_use: emergency_relief}}"
        ),
        "utf-8",
    )
    assert file.read_text("utf-8") != text
    done = call("lint", "--prove", str(bad))
    assert done.exit_code == 1
    assert "M131" in done.stdout
    assert call("lint", str(bad)).exit_code == 0, "what only a proof finds is not found without one"


def test_a_template_is_the_header_of_an_order_book(call: Call, tmp_path: Path):
    done = call("template", "-o", "orders.csv")
    header = (tmp_path / "orders.csv").read_text("utf-8")
    assert header.startswith("line,movement,departure,destination")
    assert "parameters" not in header
    assert done.stdout == ""
    assert call("template").stdout == header


@pytest.mark.parametrize("words", [(), ("check",), ("bulk",), ("example", "orders")])
def test_help_is_given_for_every_command(words: tuple[str, ...]):
    from click.testing import CliRunner

    from sekisho.cli import main

    done = CliRunner().invoke(main, [*words, "--help"])
    assert done.exit_code == 0
    assert done.output.startswith("Usage:")


def test_no_flag_of_a_fact_hides_an_option():
    from sekisho.cli.check import check

    names = [name for parameter in check.params for name in parameter.opts]
    assert len(names) == len(set(names))


def test_a_measure_is_shown_with_its_penalties_licensing_and_guidance(library: Library):
    measure = library["cn/2026-01-japan-dual-use"]
    said = bare("\n".join(measure_text(measure, library, date(2026, 9, 30))))
    for title in ("Penalties", "Licensing", "Guidance", "Sources"):
        assert f"\n{title}\n" in said
    assert "5 to 10 times the value of the unlawful transactions" in said
    assert "Civil use is not affected" in said
    data = measure_data(measure, library, date(2026, 9, 30))
    assert data["licensing"]["statutory"]["days"] == 45  # type: ignore[index]
    assert [one["date"] for one in data["guidance"]] == ["2026-01-08", "2026-02-24"]  # type: ignore[attr-defined]
    assert data["penalties"][0]["article"] == "Art. 34"  # type: ignore[index]


def test_a_term_tells_who_argues_each_reading_and_which_one_nobody_does(call: Call, library: Library):
    assert call("show", "xx/2025-law", "--term", "2").stdout.count("argued by: nobody") == len(Reading)
    measure = library["cn/2026-01-japan-dual-use"]
    term = next(one for one in measure.terms if one.id == "japanese-military-user")
    said = bare("\n".join(term_text(term, measure, library, language="en", width=200)))
    broad = said[said.index("broad") :]
    assert "argued by: Greenberg Traurig (law firm)" in broad
    assert "argued by: Greenberg Traurig" not in said[: said.index("broad")]


ENGLISH_RUN = re.compile(r"[A-Za-z][a-z]*(?: +[a-z]+){3,}")
"""Four words of English one after the other; ids and names have capitals, digits or signs between."""


@pytest.mark.parametrize("language", ["ja", "zh"])
@pytest.mark.parametrize(
    "words",
    [("measures", "--as-of", "2026-11-24"), ("timeline", "1C909.b", "--since", "2025-06-01")],
    ids=["measures", "timeline"],
)
def test_what_a_command_says_of_the_law_is_not_english_where_another_language_is_asked(
    language: str, words: tuple[str, ...]
):
    said = CliRunner().invoke(main, [*words, "--language", language], prog_name="sekisho", catch_exceptions=False)
    lines = [line for line in bare(said.stdout).splitlines() if not line.startswith("1C909.b")]
    assert len(lines) > 10
    assert [line for line in lines if ENGLISH_RUN.search(line)] == []
