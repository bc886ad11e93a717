"""`sekisho impact`: its forms, what others call of its JSON, and how it refuses."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from click.testing import CliRunner, Result
from tests.support.small_economy import BAN

from sekisho import Library
from sekisho.cli import main
from sekisho.impact.economy.package_folder import economy_folders

Call = Callable[..., Result]
FAST = ("rare-earths-stop", "--months", "1", "--draws", "32")
ROUNDED = 5e-10
"""What a number of the JSON may be off by: it has nine decimals."""


@pytest.fixture
def call(tmp_path: Path, answers: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the command in this process in an empty folder, with answers of the law kept between tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEKISHO_CACHE", str(answers))

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["impact", *words], catch_exceptions=False)

    return run


def parsed(text: str) -> Any:  # noqa: ANN401 - JSON is any of its types
    """Read JSON as strictly as the standard: no NaN, no infinity."""

    def refuse(word: str) -> float:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    done = CliRunner().invoke(main, ["impact", *FAST, "--format", "json"], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = parsed(done.stdout)
    return found


# ---------------------------------------------------------------- the contract of its JSON


def test_the_json_has_what_others_call(told: dict[str, Any]):
    assert {"p5", "p50", "p95"} <= set(told["gdp_loss_percent"])
    assert {"currency", "unit", "p5", "p50", "p95"} <= set(told["loss"])
    assert {"direct", "upstream", "downstream"} <= set(told["parts"])
    assert told["by_sector"]
    assert told["causes"]
    assert (told["loss"]["currency"], told["loss"]["unit"]) == ("JPY", "billion")


def test_numbers_of_the_json_agree_with_each_other(told: dict[str, Any]):
    loss, percent = told["loss"], told["gdp_loss_percent"]
    for name in ("p5", "p50", "p95", "mean"):
        assert loss[name] == pytest.approx(percent[name] / 100 * told["gdp"]["trillion"] * 1000, rel=1e-4, abs=1e-5)
    assert percent["p5"] <= percent["p50"] <= percent["p95"]
    for parts in ("by_sector", "by_month"):
        means = [row["gdp_loss_percent"]["mean"] for row in told[parts]]
        assert sum(means) == pytest.approx(percent["mean"], abs=(1 + len(means)) * ROUNDED)
    assert sum(told["parts"].values()) == pytest.approx(percent["mean"], abs=(1 + len(told["parts"])) * ROUNDED)
    assert percent["mean"] > 1000 * ROUNDED
    assert sum(told["causes"].values()) == pytest.approx(1.0, abs=1e-5)
    assert told["causes"]["reading of the law"] == 0.0
    assert (told["months"], told["draws"], told["seed"], told["reading"]) == (1, 32, 1, "central")
    assert (told["start"], told["end"]) == ("2026-01-06", "2026-02-05")


def test_the_json_names_its_inputs_by_hash(told: dict[str, Any], call: Call):
    assert len(told["hash"]) == 64
    assert set(told["inputs"]) >= {"law", "economy data", "table"}
    again = parsed(call(*FAST, "--format", "json").stdout)
    assert again == told
    other = parsed(call(*FAST, "--seed", "2", "--format", "json").stdout)
    assert other["hash"] != told["hash"]
    assert other["gdp_loss_percent"] != told["gdp_loss_percent"]
    assert other["inputs"] == told["inputs"]


def test_what_few_draws_cannot_tell_is_null(call: Call):
    done = call("rare-earths-stop", "--months", "1", "--draws", "16", "--format", "json")
    assert parsed(done.stdout)["gdp_loss_percent"]["error"] is None


def test_a_preset_in_json_stands_beside_what_was_published(call: Call):
    done = call("--preset", "nri-2025", "--months", "3", "--draws", "16", "--format", "json")
    found = parsed(done.stdout)
    assert found["published_percent"] == 0.11
    assert found["gdp_loss_percent"]["p50"] == pytest.approx(0.11, rel=0.1)
    assert any("Inferred" in each for each in found["assumptions"])


def test_a_measure_in_json_has_every_reading_and_the_trade_that_it_hits(call: Call):
    done = call(BAN, "--months", "2", "--draws", "16", "--reading", "broad", "--format", "json")
    found = parsed(done.stdout)
    assert found["scenario"] == "japan-ban"
    assert found["reading"] == "broad"
    assert set(found["by_reading"]) == {"narrow", "central", "broad"}
    assert found["by_reading"]["broad"]["gdp_loss_percent"] == found["gdp_loss_percent"]
    medians = [found["by_reading"][name]["gdp_loss_percent"]["p50"] for name in ("narrow", "central", "broad")]
    assert medians == sorted(medians)
    assert found["causes"]["reading of the law"] > 0
    hit = {(row["material"], row["reading"]): row for row in found["trade_hit"]}
    assert len(hit) == 17 * 3
    assert hit["gallium", "broad"]["barred"][0] > hit["gallium", "central"]["barred"][0] > 0


def test_an_outlook_in_json_is_its_outcomes_and_their_mixture(call: Call, tmp_path: Path):
    text = "title: Two ways\nbecause: a test\nstart: 2026-01-06\nmonths: 1\noutcomes:\n"
    for name, weight in (("rare-earths-stop", 0.25), ("critical-minerals-stop", 0.75)):
        text += f"  - {{scenario: {name}, title: {name}, weight: {weight}, because: a test}}\n"
    mine = tmp_path / "two.yaml"
    mine.write_text(text, encoding="utf-8")
    found = parsed(call(str(mine), "--draws", "16", "--format", "json").stdout)
    one, two = found["outcomes"]
    assert (one["weight"], two["weight"]) == (0.25, 0.75)
    means = [each["gdp_loss_percent"]["mean"] for each in (one, two)]
    assert found["gdp_loss_percent"]["mean"] == pytest.approx(0.25 * means[0] + 0.75 * means[1], abs=2 * ROUNDED)
    assert 0 <= found["share_between_outcomes"] <= 1


# ---------------------------------------------------------------- its other forms


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_row_of_the_csv_carries_its_unit_its_interval_and_where_it_comes_from(call: Call, told: dict[str, Any]):
    rows = rows_of(call(*FAST, "--format", "csv").stdout)
    for row in rows:
        assert row["unit"]
        assert float(row["p5"]) <= float(row["p50"]) <= float(row["p95"])
        assert (row["draws"], row["seed"], row["hash"]) == ("32", "1", told["hash"])
        assert "nan" not in row.values()
    kinds = {row["of"] for row in rows}
    assert kinds == {"total", "month", "fiscal year", "sector"}
    units = {row["unit"] for row in rows if row["of"] == "total"}
    assert units == {"% of annual GDP", "billion JPY"}
    total = next(row for row in rows if row["of"] == "total")
    assert float(total["p50"]) == told["gdp_loss_percent"]["p50"]
    assert len([row for row in rows if row["of"] == "sector"]) == 2 * len(told["by_sector"])


def test_a_parquet_file_holds_the_rows_of_the_csv(call: Call, tmp_path: Path):
    done = call("rare-earths-stop", "--months", "1", "--draws", "16", "-o", "x.parquet", "-o", "x.csv", "-o", "x.json")
    assert done.exit_code == 0
    assert [f"Wrote x.{kind}." in done.stderr for kind in ("parquet", "csv", "json")] == [True] * 3
    rows = rows_of((tmp_path / "x.csv").read_text(encoding="utf-8"))
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{tmp_path / 'x.parquet'}')")
        names = [column[0] for column in found.description or []]
        kinds = {column[0]: str(column[1]) for column in found.description or []}
        held = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert len(held) == len(rows)
    for one, two in zip(held, rows, strict=True):
        for name, cell in two.items():
            value = one[name]
            if isinstance(value, float):
                assert math.isclose(value, float(cell), rel_tol=1e-12), name
            else:
                assert ("" if value is None else str(value)) == cell, name
    assert {kinds[name] for name in ("p5", "p50", "p95", "mean", "error")} == {"DOUBLE"}
    assert {kinds[name] for name in ("draws", "seed")} == {"BIGINT"}
    assert parsed((tmp_path / "x.json").read_text(encoding="utf-8"))["scenario"] == "rare-earths-stop"
    assert not list(tmp_path.glob(".*"))


def test_yaml_is_the_json_in_yaml(call: Call, told: dict[str, Any]):
    assert yaml.safe_load(call(*FAST, "--format", "yaml").stdout) == told


def test_every_field_of_the_json_is_in_the_reference_and_sectors_stand_in_the_order_it_states(told: dict[str, Any]):
    page = (Path(__file__).parents[2] / "docs" / "reference" / "impact.md").read_text(encoding="utf-8")
    assert [name for name in told if f"`{name}`" not in page] == []
    assert [name for name in told["flows"][0] if f"`{name}`" not in page] == []
    worst = [row["gdp_loss_percent"]["p95"] for row in told["by_sector"]]
    assert worst == sorted(worst, reverse=True)
    assert "in the worst one of twenty runs (`p95`)" in page


def test_the_full_text_begins_with_the_loss_and_its_interval_and_then_the_cautions(call: Call):
    done = call(*FAST, "--full")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Expected loss (mean): ¥")
    assert "% of 2024 GDP; USD" in lines[0]
    assert "9 in 10 runs: nil to ¥" in " ".join(lines[:2])
    cautions = done.stdout.index("Before you use a number")
    assert done.stdout.index("Loss of value added") > cautions
    assert "9 in 10 runs" in done.stdout[cautions:]
    assert not re.search(r"\bnan\b", done.stdout)
    assert all(line == line.rstrip() for line in lines)


def test_scenarios_are_listed_in_every_form(call: Call):
    listed = parsed(call("--list", "--format", "json").stdout)
    names = [row["name"] for row in listed]
    assert {"japan-ban", "outlook-2026", "nri-2025", "senkaku-2010"} <= set(names)
    assert {row["kind"] for row in listed} == {"by law", "supposed", "outlook", "preset"}
    assert [row["name"] for row in rows_of(call("--list", "--format", "csv").stdout)] == names
    text = call("--list").stdout
    for name in names:
        assert name in text


def test_several_scenarios_are_run_together(call: Call):
    words = ("rare-earths-stop", "critical-minerals-stop", "--months", "1", "--draws", "16", "--format", "json")
    found = parsed(call(*words).stdout)
    assert found["scenario"] == "rare-earths-stop+critical-minerals-stop"


# ---------------------------------------------------------------- what it refuses


def refused(done: Result, *words: str) -> None:
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in " ".join(done.stderr.split()), done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), ("impact: nothing to run", "--list lists them")),
        (("japan-bann",), ("no scenario 'japan-bann'", "Did you mean 'japan-ban'?")),
        (("ban",), ("no scenario 'ban'", "Which one?", "japan-ban (The ban of January 2026", "ban-widens (")),
        (
            ("rare-earths-stop", "--assume", "firm_stock=60"),
            ("firm_stock", "uncertain input", "(firm_stock: 60)"),
        ),
        (("cn/2026-1-japan",), ("no measure 'cn/2026-1-japan'", "Did you mean")),
        (("rare-earths-stop", "--draws", "100"), ("draws: 100 draws cannot be made", "such as 128")),
        (("rare-earths-stop", "--seed", "-4"), ("seed: -4 is not a seed",)),
        (("rare-earths-stop", "--months", "0"), ("months: a span of 0 months cannot be run", "1 to 36")),
        (("rare-earths-stop", "--months", "99"), ("months: a span of 99 months cannot be run", "1 to 36")),
        (("rare-earths-stop", "--start", "2026-02-30"), ("start: '2026-02-30' is not a date",)),
        (("rare-earths-stop", "--start", "1950-01-01"), ("no GDP of territory JP before 1950",)),
        (("rare-earths-stop", "--table", "nope"), ("no table 'nope'", "jpn-2018")),
        (("rare-earths-stop", "--table", "nope.csv"), ("nope.csv: no such file",)),
        (("rare-earths-stop", "--table", "stylised"), ("its sectors are those of 'stylised'", "oecd45")),
        (("rare-earths-stop", "--assume", "nothing"), ("assume: 'nothing' is not a pair", "--assume NAME=VALUE")),
        (("rare-earths-stop", "--assume", "moon=full"), ("moon", "ann70_after_2026_11_10")),
        (
            ("rare-earths-stop", "--assume", "ann70_after_2026_11_10=maybe"),
            ("ann70_after_2026_11_10", "'maybe'", "extended"),
        ),
        (("rare-earths-stop", "-o", "x.docx"), ("x.docx: cannot write '.docx'", ".json, .csv or .parquet")),
        (("rare-earths-stop", "-o", "none/x.csv"), ("no folder 'none'",)),
        (("nri-2025", "daiwa-2025"), ("differ in propagation", "Run them apart")),
        (("japan-ban", "outlook-2026"), ("outlook-2026: is an outlook",)),
    ],
    ids=lambda row: " ".join(row)[:50],
)
def test_a_mistake_is_told_without_a_stack_trace(call: Call, words: tuple[str, ...], told: tuple[str, ...]):
    refused(call(*words), *told)


def test_mistakes_are_told_all_at_once(call: Call):
    done = call(
        *("japan-bann", "x/y", "--draws", "3", "--seed", "-1", "--months", "99", "--start", "soon"),
        *("--table", "nope", "--assume", "moon=full", "-o", "a.docx", "-o", "b.txt"),
    )
    refused(done)
    for told in (
        *(
            "no scenario 'japan-bann'",
            "no measure 'x/y'",
            "3 draws",
            "-1 is not a seed",
            "99 months",
            "'soon' is not a date",
        ),
        *("no table 'nope'", "moon", "'.docx'", "'.txt'"),
    ):
        assert told in done.stderr


def test_a_wrong_file_is_told_by_its_lines(call: Call, tmp_path: Path):
    (tmp_path / "mine.yaml").write_text("title: x\nbecause: y\nstart: never\nmonths: 99\n", encoding="utf-8")
    refused(call("mine.yaml"), "mine.yaml:3: start 'never'", "mine.yaml:4: months '99'", "neither cuts nor outcomes")


def test_a_table_that_does_not_balance_is_refused_with_what_is_out(call: Call, library: Library, tmp_path: Path):
    (folder,) = economy_folders(library)
    for name in ("jpn-2018.csv", "jpn-2018.source.yaml"):
        shutil.copy(folder / "tables" / name, tmp_path / name.replace("jpn-2018", "mine"))
    file = tmp_path / "mine.csv"
    good = call("rare-earths-stop", "--months", "1", "--draws", "16", "--table", "mine.csv")
    assert good.exit_code == 0, good.stderr
    head, _, tail = file.read_text(encoding="utf-8").partition("Z,JP,01,JP,01,")
    file.write_text(f"{head}Z,JP,01,JP,01,999999{tail[tail.index(chr(10)) :]}", encoding="utf-8")
    refused(
        call("rare-earths-stop", "--table", "mine.csv"),
        *("mine, 01 Agriculture and forestry", "row: uses and final use differ from output", "column: inputs, taxes"),
        "Look for a missing row or column",
    )


def test_another_option_that_does_not_exist_is_a_mistake_of_the_command_line(call: Call):
    done = call("rare-earths-stop", "--reading", "wide")
    assert done.exit_code == 2
    assert "'wide' is not one of 'narrow', 'central', 'broad'" in done.stderr


WITHOUT = """
import sys
sys.modules["scipy"] = None
from sekisho.cli import main
main(["impact", "rare-earths-stop", "--draws", "16", "--months", "1", "--seed", "20261128"])
"""
"""With a seed that no other test takes: a run that was kept is told without its extra."""


def test_without_its_extra_it_says_what_to_install():
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs SciPy" in done.stderr
    assert "sekisho[economy]" in done.stderr
    assert "Traceback" not in done.stderr
