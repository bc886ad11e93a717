"""Commands that answer in half a screen: never more lines or cells, and nothing that may stop a shipment left out."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from sekisho.cli import main
from sekisho.i18n.messages import Translator
from sekisho.present.brief.book_run import LABELS
from sekisho.present.render.brief_layout import MOST, WIDTH
from sekisho.present.render.terminal import bare, cells

LANGUAGES: Final = ("en", "ja", "zh")
DAY: Final = "--as-of 2026-11-27"
IDENTIFIER: Final = re.compile(r"\b(?:cn|jp|us)[/-][0-9a-z-]{3,}|#[a-z-]{3,}|[a-z]+_[a-z_]+(?!\S*[=|])")
"""Ids of measures, lists, parties and clauses, and words of data; not those in a flag that is to be typed."""
CLASSIFIED: Final = (
    "classify 'isostatic graphite, 1.85 g/cm3'",
    "classify 'NdFeB magnet, 3 % dysprosium'",
    "classify 'NdFeB magnet'",
    "classify '等静压石墨块 纯度99.95% 抗折强度45MPa'",
    "classify 'carbon fibre T700'",
    "classify 'タングステン合金'",
    "classify 'CNC lathe'",
    "classify pump",
    "classify 'motor rotor with NdFeB magnets fixed in an iron core'",
    "classify 'office chair'",
    "classify 'zzz qqq'",
    "classify Ελληνικά",
    "classify --hs 2846901940",
    "classify 'helium gas' --hs 2804290010",
    "classify --code 2B201.a",
    "classify --code 1C210 --param 'width=5 mm'",
    "classify --code 2C901.b --param 'diameter=2 inch'",
    f"classify '{'a very long description of a graphite block, ' * 30}'",
)
SCREENED: Final = (
    "screen 'Mitsubshi Shipbuilding'",
    "screen 三菱重工マリタイムシステムズ",
    "screen 'High Point Aerotechnologies'",
    "screen 'Mitsubishi Heavy Industries'",
    "screen 'Mitsubishi Heavy Industries Nagasaki Works'",
    "screen 'Kawasaki Heavy Industries'",
    "screen 'Mitsubishi Heavy' --least 0.5",
    "screen Subaru",
    "screen SHI",
    "screen Toyota",
    "screen 'Quite Another Bakery' --identifier 8020001076641",
    "screen 'DZYNE Technologies'",
    "screen '三菱造船株式会社 下関造船所 〒750-8505'",
    "screen Toyota Subaru 'Mitsubshi Shipbuilding' 'Mitsubishi Heavy Industries'",
)
CHANGED: Final = (
    "changed --since 2026-09-01",
    "changed --since 2026-01-01 --until 2026-03-31",
    "changed --since 2025-10-01 --until 2026-03-31",
    "changed --since 2026-10-01 --until 2026-10-05",
    "changed --since 2026-09-01 --until 2026-09-30",
    "changed --since 2025-11-01 --until 2025-11-08",
    "changed --since 2020-01-01",
)
FOLLOWED: Final = (
    "timeline 'dysprosium oxide'",
    "timeline 1C905.b --destination JP",
    "timeline 1C909.b --since 2025-06-01",
    "timeline 3C001.a --destination US --destination JP",
    "timeline cn/2025-57-holmium-and-others",
    "timeline cn/2026-01-japan-dual-use",
    "timeline cn/2024-46-us-dual-use",
    "timeline 1C909.b --since 2025-10-01 --assume ann70_after_2026_11_10=lapsed",
)
CHECKED: Final = (
    "check '1C905.b from Korea to Russia for JAXA' --exporter-is-prc-person no",
    "check 'silver from Germany to United States for Mitsubishi Shipbuilding, for LED lamps'",
    "check 'infrared camera from Japan to Russia for JAXA, for LED lamps' --prc-content-share 0.02",
    "check 'tungsten carbide from United States to Germany for Mitsubishi Shipbuilding, for LED lamps' --origin DE",
    "check 'holmium oxide from Korea to Japan for a civil maker, military use' --reading broad",
    "check 'Our company is in Hamburg. We bought dysprosium oxide from China and want to sell it to IHI in Japan.'",
)
"""Questions that leave much open, of goods elsewhere and of listed parties: so much is to be said."""
LINES: Final = (*CHECKED, *CLASSIFIED, *SCREENED, *CHANGED, *FOLLOWED)


def printed(line: str, language: str = "en") -> str:
    """Type a line in a language, and return what is printed."""
    day = "" if line.startswith("timeline") else DAY
    answer = CliRunner().invoke(
        main, shlex.split(f"{line} {day}"), env={"SEKISHO_LANGUAGE": language}, prog_name="sekisho"
    )
    assert answer.exit_code == 0, answer.output
    return bare(answer.stdout)


def as_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", LINES)
def test_a_default_answer_fits_half_a_screen(line: str, language: str):
    lines = printed(line, language).splitlines()
    assert [row for row in lines if cells(row) > WIDTH] == []
    assert len(lines) <= MOST, lines
    assert "--full" in lines[-1]


@pytest.mark.parametrize("line", LINES)
def test_no_identifier_stands_for_words(line: str):
    text = re.sub(r"`[^`]*`|sekisho decide .*? --basis TEXT", "", as_one_line(printed(line)))
    assert IDENTIFIER.findall(text) == []


@pytest.mark.parametrize("line", CLASSIFIED)
def test_the_likeliest_codes_are_named(line: str):
    text, plain = printed(line), json.loads(printed(f"{line} --format json"))
    codes = {candidate["code"]: candidate["score"] for candidate in plain["candidates"] if candidate["code"] != "none"}
    best = {"classified": 1, "unclassified": 2}.get(plain["state"], 0)
    likeliest = [code for code in list(codes)[:best] if codes[code] == max(codes.values())]
    assert [code for code in likeliest if code not in text] == []


def test_what_decides_is_asked_with_the_flag_that_answers_it():
    text = as_one_line(printed("classify 'NdFeB magnet'"))
    question = json.loads(printed("classify 'NdFeB magnet' --format json"))["questions"][0]
    assert question["question"] in text
    assert f"--param '{question['parameter']}=" in text


def test_a_code_of_which_the_law_is_not_known_says_so():
    assert "1C909.a.4, 2B902.x: listed, not known whether in force" in as_one_line(printed("classify 'NdFeB magnet'"))


def test_a_measure_that_bans_such_goods_whatever_their_code_stands_first():
    lines = printed("classify 'helium gas' --hs 2804290010").splitlines()
    assert "export banned since" in as_one_line(" ".join(lines[1:3]))


def test_a_description_that_resembles_nothing_frees_nobody():
    assert "controls by end use and end user reach items that are not listed" in as_one_line(
        printed("classify 'office chair'")
    )


def test_a_claimed_code_names_the_limits_that_are_not_met_first():
    lines = printed("classify --code 2C901.b --param 'diameter=2 inch'").splitlines()
    limits = next(line for line in lines if line.startswith("  Limits"))
    assert limits.endswith("✗")


@pytest.mark.parametrize("line", ["classify 'isostatic graphite, 1.85 g/cm3'", "classify gallium"])
def test_everything_stands_in_full(line: str):
    whole, plain = as_one_line(printed(f"{line} --full")), json.loads(printed(f"{line} --format json"))
    assert [
        candidate["code"] for candidate in plain["candidates"] if candidate["code"] not in {"none", *whole.split()}
    ] == []
    assert [question["question"] for question in plain["questions"] if question["question"] not in whole] == []


@pytest.mark.parametrize("line", [line for line in SCREENED if "Toyota Subaru" not in line])
def test_every_list_of_a_hit_and_of_the_group_of_a_name_is_named(line: str):
    text, plain = printed(line), json.loads(printed(f"{line} --format json"))
    names = {
        "control-list": "control list",
        "watch-list": "watch list",
        "unreliable-entities": "unreliable entity list",
        "countermeasures": "list of countermeasures",
    }
    lists = {hit["list"].split("/")[1] for hit in plain["hits"] if hit["zone"] != "none"}
    lists |= {kin["list"].split("/")[1] for kin in plain["kin"] if kin["kind"] == "group"}
    assert [name for name in lists if names[name] not in text] == []


def test_of_several_names_the_gravest_stands_first_and_each_has_a_line():
    names = ("Toyota", "Mitsubshi Shipbuilding", "Subaru", "三菱造船", "Mitsubishi Heavy Industries", "不明")
    head, *lines = printed(f"screen {shlex.join(names)}").splitlines()
    assert head == "■ 6 names: 2 listed, 1 possible, 1 unknown, 2 not found"
    signs = [next(sign for sign in line if sign in "■▲◆—") for line in lines[: len(names)]]
    assert signs == ["■", "▲", "◆", "◆", "◆", "—"]
    assert [name for name in names if not any(name in line for line in lines[: len(names)])] == []
    assert "Do not ship to the listed" in " ".join(lines)


def test_many_names_are_never_cut():
    names = [f"Quite Another Bakery {number}" for number in range(20)]
    text = printed(f"screen {shlex.join([*names, 'Subaru'])}")
    assert [name for name in names if name not in text] == []
    assert text.splitlines()[1].endswith("▲ the watch list")


@pytest.mark.parametrize(
    ("name", "state"),
    [("High Point Aerotechnologies", "state unknown"), ("Leidos", "not in force"), ("三菱造船", "in force")],
)
def test_the_state_of_a_listing_is_said(name: str, state: str):
    assert f", {state}" in as_one_line(printed(f"screen {shlex.quote(name)}"))


def test_what_moves_for_a_shipment_to_japan_is_counted_and_the_gravest_stands_first():
    line = "changed --since 2026-01-01 --until 2026-03-31"
    lines, plain = printed(line).splitlines(), json.loads(printed(f"{line} --format json"))
    number = len(plain["moves"]) + len(plain["party_moves"])
    assert lines[0].startswith(f"■ {number} kinds of shipment to Japan change")
    assert lines[1].endswith("now ■ prohibited")
    text = as_one_line(" ".join(lines))
    assert "20 Japanese parties put on China's control list, 24 Feb 2026" in text.replace(
        "now ■ special approval only ", ""
    )
    assert "now ▲ individual licence" in text


def test_a_question_that_bears_on_japan_is_asked_and_the_others_counted():
    line = "changed --since 2026-09-01"
    text, plain = as_one_line(printed(line)), json.loads(printed(f"{line} --format json"))
    assert "What followed the suspension of Announcements 55, 56, 57, 58, 61 and 62 of 2025" in text
    assert f"{len(plain['unknown']) - 1} more questions." in text
    assert "later law is not known" in text


def test_a_span_without_a_change_says_so_and_still_what_is_not_known():
    first, *rest = printed("changed --since 2026-10-01 --until 2026-10-05").splitlines()
    assert first.startswith("No law here changes from 1 Oct 2026 to 5 Oct 2026")
    assert any(line.startswith("  Unknown") for line in rest)


def test_all_changes_stand_in_full():
    line = "changed --since 2026-09-01"
    whole, plain = as_one_line(printed(f"{line} --full")), json.loads(printed(f"{line} --format json"))
    assert [question["name"] for question in plain["unknown"] if question["name"] not in whole] == []


def test_a_time_line_ends_with_what_is_not_known_and_what_each_answer_brings():
    text = as_one_line(printed("timeline 1C909.b --since 2025-06-01"))
    assert text.startswith("◆ licence possible, 11 Nov 2026 on: 1C909.b")
    assert "If extended: ○ no licence; ended: ▲ licence; the text was changed: not known." in text


def test_a_clause_of_which_the_state_is_not_known_is_counted():
    text = as_one_line(printed("timeline cn/2024-46-us-dual-use"))
    assert "◆ Whether 3 of them apply is not known." in text
    assert "What followed the suspension of clause 2" in text


def test_a_time_line_that_leaves_japan_out_says_how_to_ask_of_it():
    assert "add --destination JP" in as_one_line(printed("timeline 'dysprosium oxide'"))
    to_japan = as_one_line(printed("timeline 1C905.b --destination JP"))
    assert "add --destination JP" not in to_japan


def test_events_stand_below_the_short_answer():
    text = printed("timeline cn/2025-57-holmium-and-others --events")
    short, events = text.split("\n\n", 1)
    assert len(short.splitlines()) <= MOST
    assert events.startswith("Events")


LISTED_MEASURES: Final = (
    "measures",
    "measures --as-of 2026-02-01",
    "measures --as-of 2010-10-01",
    "measures --in-force-on 2025-09-30",
)


def listed(line: str, language: str = "en") -> str:
    """Type a line that states its own day, and return what is printed."""
    answer = CliRunner().invoke(main, shlex.split(line), env={"SEKISHO_LANGUAGE": language}, prog_name="sekisho")
    assert answer.exit_code == 0, answer.output
    return bare(answer.stdout)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", LISTED_MEASURES)
def test_the_measures_of_a_day_fit_half_a_screen(line: str, language: str):
    lines = listed(line, language).splitlines()
    assert [row for row in lines if cells(row) > WIDTH] == []
    assert len(lines) <= MOST, lines
    assert "--full" in lines[-1]


@pytest.mark.parametrize("line", LISTED_MEASURES)
def test_measures_are_counted_by_state_and_all_of_them_stand_in_full(line: str):
    rows, whole = json.loads(listed(f"{line} --format json")), as_one_line(listed(f"{line} --full"))
    head = as_one_line(" ".join(listed(line).splitlines()[:2]))
    assert head.startswith(f"{len(rows)} measure")
    counts = Counter(row["state"].replace("_", " ") for row in rows)
    words = {"unknown": "not known", "unpublished": "not published"}
    assert [
        f"{n} {words.get(state, state)}" for state, n in counts.items() if f"{n} {words.get(state, state)}" not in head
    ] == []
    assert [row["id"] for row in rows if row["id"] not in whole] == []


def test_the_ban_on_japan_stands_first_among_measures_with_its_state():
    lines = listed("measures --as-of 2026-11-27").splitlines()
    assert "The Japan ban of 6 January 2026" in lines[1]
    assert lines[1].endswith("in force")


LIST: Final = (
    "line,movement,departure,destination,origin,control_codes,description,exporter,end_user,end_use,value (USD)\n"
    + "".join(
        f"Order-{n},export,CN,{to},CN,{code},{goods},Ningbo Magnet {n},{user} {n % 7},{use},{n * 1000}\n"
        for n in range(60)
        for to, code, goods, user, use in [
            [
                ("JP", "", "isostatic graphite, 1.85 g/cm3", "Naniwa Seiki", ""),
                ("JP", "1C905.a", "dysprosium oxide", "三菱造船", "about 80"),
                ("US", "3C001.a", "gallium", "Example Inc.", "civil"),
                ("JP", "none", "office chair", "", "護衛艦搭載用"),
            ][n % 4]
        ]
    )
)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a list with gaps, military words, names that may be listed and open lines, and of its results."""
    folder = tmp_path_factory.mktemp("judged")
    (folder / "orders.csv").write_text(LIST, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_and_what_is_asked_of_it_fit_half_a_screen(judged: Path, language: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(judged)
    run = listed("bulk orders.csv -o out.csv --as-of 2026-11-27 --set knowledge_of_risk=no", language).splitlines()
    asked = listed("settle out.csv -o questions.csv", language).splitlines()
    for lines in (run, asked):
        assert len(lines) <= MOST, lines
        assert [row for row in lines[:-1] if cells(row) > WIDTH] == []
        assert any("--full" in row for row in lines)
        assert "sekisho " in lines[-1], "the command that goes on stands in one line of its own"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-09-30", "suspensions end, first on 10 Nov 2026."),
        ("2026-11-20", "after 27 Nov 2026; for"),
        ("2026-12-02", "depend on law that nobody knows yet."),
    ],
)
def test_what_the_law_may_change_takes_the_room_of_no_other_line(
    tmp_path: Path, day: str, said: str, monkeypatch: pytest.MonkeyPatch
):
    """However the law stands: one sentence of it, beside how the rows were read and which files there are."""
    monkeypatch.chdir(tmp_path)
    listed("example orders --lines 2000 --seed 1 -o orders.csv")
    line = f"bulk orders.csv -o out.parquet --as-of {day}"
    for language in LANGUAGES:
        lines = listed(line, language).splitlines()
        assert len(lines) <= MOST, lines
        labels = [Translator(language).say(LABELS[key]) for key in ("worst", "read", "look", "ask", "files", "scope")]
        assert [label for label in labels if not any(row.startswith(f"  {label} ") for row in lines)] == []
    assert said in as_one_line(listed(line))
    assert as_one_line(listed(f"{line} --full")).count("suspension") >= 1


def test_the_short_telling_of_a_run_has_the_counts_of_its_data(judged: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(judged)
    line = "bulk orders.csv -o counted.csv --as-of 2026-11-27"
    text, plain = as_one_line(listed(line)), json.loads(listed(f"{line} --format json"))
    places = {"stop": "■ stop", "look": "▲ look", "nothing_points": "◇ nothing points"}
    assert [word for place, word in places.items() if f"{word} {plain['triage'].get(place, 0)}" not in text] == []
    names = {"prohibited": "■ prohibited", "licence required": "▲ licence", "undetermined": "◆ not decided"}
    assert [
        word for key, word in names.items() if (n := plain["by_headline"].get(key)) and f"{word} {n}" not in text
    ] == []
    whole = as_one_line(listed(f"{line} --full"))
    assert len(whole) > len(text)
    for path in (plain["out"], plain["run_card"]):
        assert path in whole


def test_what_is_asked_in_short_is_what_the_data_ask(judged: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(judged)
    listed("bulk orders.csv -o asked.csv --as-of 2026-11-27")
    lines, plain = (
        listed("settle asked.csv -o q.csv").splitlines(),
        json.loads(listed("settle asked.csv -o q.csv --format json")),
    )
    assert lines[0].startswith(f"{plain['open_lines']} line")
    text = as_one_line(" ".join(lines))
    assert f"decide {plain['settled_by_usual_answers']} line" in text
    assert f"{len(plain['questions'])} question" in text
