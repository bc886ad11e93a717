"""One use case for one line: a description that settles the code counts as presumed, on every face alike."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from sekisho import Library, determine
from sekisho.classification.book_items import finding_of
from sekisho.classification.classifier import Classifier
from sekisho.cli import main
from sekisho.errors import FactError

CIVIL = {
    "movement": "export",
    "departure": "CN",
    "destination": "JP",
    "origin": "CN",
    "end_user": "Example Headlamp",
    "end_user_kind": "civil",
    "end_use": "civil",
    "end_use_sector": "general",
    "knowledge_of_risk": "no",
}
DAY = "2026-05-06"
OXIDE = {**CIVIL, "description": "lutetium oxide powder, 99.99 %"}


def test_a_description_that_settles_the_code_counts_as_presumed_and_says_so(library: Library):
    told = determine(OXIDE, library, as_of=DAY).to_dict()
    assert (told["floor"], told["headline"]) == ("licence", "licence required")
    (presumed,) = told["presumed"]
    assert (presumed["fact"], presumed["value"]) == ("control_codes", "1C906.b")
    assert presumed["because"] in told["cautions"]
    assert told["without_presumptions"]["floor"] == "free"
    assert "control_codes" not in told["missing"]


def test_a_stated_code_always_wins(library: Library):
    for codes, outcome in (("none", "free"), ("1C905.b", "licence")):
        told = determine({**OXIDE, "control_codes": codes}, library, as_of=DAY).to_dict()
        assert (told["outcome"], told["presumed"], told["without_presumptions"]) == (outcome, [], None)


def test_a_presumption_never_frees_a_line(library: Library):
    """Before Announcement 18 of 2025 the oxide was not controlled; whether the description is right stays open."""
    told = determine(OXIDE, library, as_of="2025-03-01").to_dict()
    assert [one["value"] for one in told["presumed"] if one["fact"] == "control_codes"] == ["1C906.b"]
    assert (told["outcome"], told["headline"]) == ("undetermined", "free_if_supposed")
    without = told["without_presumptions"]
    assert (told["floor"], told["ceiling"]) == (without["floor"], without["ceiling"])


@pytest.mark.parametrize("name", ["Naniwa Seiki", "尾張精機工業"])
def test_a_user_on_no_list_does_not_undo_the_code_by_which_a_row_said_so(name: str, library: Library):
    """Tungsten oxide leaves Hamburg: the row "civil, on no list: no licence" is taken, and a name is given."""
    asked = {"departure": "DE", "destination": "JP", "origin": "CN", "exporter_is_prc_person": "no"}
    asked |= {"end_user_kind": "civil", "end_use": "civil", "knowledge_of_barred_use": "no", "prior_undertaking": "no"}
    described = determine(
        {**asked, "description": "tungsten oxide", "end_user": name}, library, as_of="2026-11-30"
    ).to_dict()
    stated = determine({**asked, "control_codes": "1C117.d.2", "end_user": name}, library, as_of="2026-11-30").to_dict()
    assert {one["fact"] for one in described["presumed"]} == {"control_codes", "movement"}
    assert described["headline"] == stated["headline"] == "free_if_supposed"


def test_a_description_that_settles_nothing_leads_with_what_it_may_be(library: Library):
    told = determine({**CIVIL, "description": "isostatic graphite block"}, library, as_of=DAY).to_dict()
    assert told["presumed"] == []
    assert told["outcome"] == "undetermined"
    assert told["may_fall_under"][0]["code"].startswith("1C108")


@pytest.mark.parametrize(
    ("goods", "customs", "code", "state"),
    [
        ("office chair", "", "", "unlikely_listed"),
        ("茶叶", "", "", "unlikely_listed"),
        ("自転車", "", "", "unlikely_listed"),
        ("hex bolts M12", "731815", "", "unlikely_listed"),
        ("gallium metal 4N", "", "", "classified"),
        ("isostatic graphite block", "", "", "unclassified"),
        ("ZX-4417-B", "", "", "unread"),
        ("office chair", "", "3C001.a", "stated"),
        ("", "", "", ""),
    ],
)
def test_a_question_and_an_order_list_know_the_same_of_goods(
    goods: str, customs: str, code: str, state: str, library: Library
):
    stated = {"description": goods, "hs_code": customs, "control_codes": code}
    facts = {**CIVIL, **{name: text for name, text in stated.items() if text}}
    assert determine(facts, library, as_of=DAY).to_dict()["item_state"] == state
    if goods and not code:
        assert finding_of(goods, customs, Classifier(library, as_of=date.fromisoformat(DAY))).state == state


@pytest.mark.parametrize("goods", ["office chair", "bicycle", "茶叶", "自転車"])
def test_an_open_answer_says_that_nothing_on_the_list_resembles_the_goods(goods: str, library: Library):
    """It is said, and decides nothing: the outcome is that of goods of which nothing is said."""
    asked = {"origin": "CN", "destination": "JP", "end_user": "Naniwa Seiki"}
    told = determine({**asked, "description": goods}, library, as_of=DAY)
    assert told.verdict == determine(asked, library, as_of=DAY).verdict
    screen = CliRunner().invoke(main, ["check", f"{goods} from China to Japan", "--as-of", DAY]).output
    assert "Nothing on China's dual-use list resembles it" in screen
    assert "resembles" not in CliRunner().invoke(main, ["check", "gallium from China to Japan", "--as-of", DAY]).output


def test_a_customs_code_alone_leads_with_the_codes_printed_for_it_and_settles_none(library: Library):
    """Codes by hand: the table of hints has these four for magnets of metal, 8505.11."""
    told = determine({**CIVIL, "hs_code": "8505.11"}, library, as_of=DAY).to_dict()
    assert (told["outcome"], told["presumed"]) == ("undetermined", [])
    codes = [one["code"] for one in told["may_fall_under"]]
    assert codes == ["1C902.a.4", "1C904.a.4", "1C905.a.4", "1C909.a.4"]
    screen = CliRunner().invoke(main, ["check", "8505.11 to Japan", "--as-of", DAY]).output
    assert all(code in screen for code in codes)
    # a heading of fewer digits names fewer goods, a ninth digit is one country's own, and aluminium has no entry
    assert determine({**CIVIL, "hs_code": "850511900"}, library, as_of=DAY).to_dict()["may_fall_under"]
    for customs in ("85", "7601"):
        assert determine({**CIVIL, "hs_code": customs}, library, as_of=DAY).to_dict()["may_fall_under"] == []
    coded = determine({**CIVIL, "hs_code": "8505.11", "control_codes": "none"}, library, as_of=DAY).to_dict()
    assert coded["may_fall_under"] == []


@pytest.mark.parametrize("description", ["lutetium oxide powder, 99.99 %", "isostatic graphite block", "desk lamp"])
def test_python_and_the_command_line_give_the_same_answer(library: Library, description: str):
    facts = {**CIVIL, "description": description}
    flags = [word for name, value in facts.items() for word in (f"--{name.replace('_', '-')}", value)]
    shown = CliRunner().invoke(main, ["check", *flags, "--as-of", DAY, "--format", "json"], catch_exceptions=False)
    told = json.loads(shown.stdout)
    assert told.pop("brief")[0]["lines"]
    assert told == json.loads(json.dumps(determine(facts, library, as_of=DAY).to_dict()))


def test_the_head_of_an_unclassified_item_never_begins_with_no_licence_required():
    facts = {**CIVIL, "description": "isostatic graphite block"}
    flags = [word for name, value in facts.items() for word in (f"--{name.replace('_', '-')}", value)]
    shown = CliRunner().invoke(main, ["check", *flags, "--as-of", DAY], catch_exceptions=False)
    assert shown.stdout.startswith("◆ Not decided")
    assert "Its code is not certain: it may fall under 1C108" in " ".join(shown.stdout.split())


@pytest.mark.parametrize(
    ("use", "said"),
    [
        ("護衛艦搭載用", "looks military (護衛艦)"),
        ("frigate", "looks military (frigate)"),
        ("雷达维修", "looks military (雷达)"),
        ("自動車部品", "does not say"),
        ("car parts", "does not say"),
    ],
)
def test_a_use_in_words_of_ones_own_is_unknown_and_said_on_every_face(use: str, said: str, library: Library):
    facts = {**CIVIL, "control_codes": "1C902.a.4", "end_use": use}
    told = determine(facts, library, as_of=DAY).to_dict()
    unknown = determine({**facts, "end_use": "unknown"}, library, as_of=DAY).to_dict()
    assert (told["floor"], told["ceiling"]) == (unknown["floor"], unknown["ceiling"]) == ("licence", "prohibited")
    assert any(said in caution and use in caution for caution in told["cautions"])
    assert "end_use" in told["missing"]
    flags = [text for name, value in facts.items() for text in (f"--{name.replace('_', '-')}", value)]
    done = CliRunner().invoke(main, ["check", *flags, "--as-of", DAY, "--format", "json"])
    spoken = json.loads(done.stdout)
    assert (spoken["floor"], spoken["ceiling"]) == ("licence", "prohibited")
    assert any(said in caution and use in caution for caution in spoken["cautions"])


def test_a_line_reads_the_words_that_a_cell_of_a_book_may_hold(library: Library):
    plain = {**CIVIL, "control_codes": "1C902.a.4"}
    words = {**plain, "destination": "日本", "origin": "中国", "end_use": "民生用", "knowledge_of_risk": "いいえ"}
    assert determine(words, library, as_of=DAY).to_dict() == determine(plain, library, as_of=DAY).to_dict()


@pytest.mark.parametrize(
    ("fact", "text", "read"),
    [
        ("destination", "Japan", "JP"),
        ("hs_code", "8505.11.0", "850511"),
        ("hs_code", "10121", "010121"),
        ("date", "24.11.2026", "2026-11-24"),
    ],
)
def test_what_can_be_read_in_one_way_is_read(fact: str, text: str, read: str, library: Library):
    plain = {name: value for name, value in CIVIL.items() if name != "date"}
    found = determine({**plain, fact: text}, library, as_of=DAY)
    assert found.to_dict()["outcome"] == determine({**plain, fact: read}, library, as_of=DAY).to_dict()["outcome"]
    assert found.to_dict()["facts"][fact] == read
    assert any("zero" in caution for caution in found.cautions) == (text == "10121")


@pytest.mark.parametrize(("fact", "slip"), [("end_use", "civl"), ("end_use", "peace"), ("destination", "Japn")])
def test_a_slip_is_refused_and_no_use_in_words(fact: str, slip: str, library: Library):
    with pytest.raises(FactError, match=slip):
        determine({**CIVIL, fact: slip}, library, as_of=DAY)


@pytest.mark.parametrize(
    "stated", [{"end_use": "護衛艦搭載用"}, {"description": "護衛艦用ポンプ"}], ids=["use", "description"]
)
@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_what_looks_military_stands_within_the_first_lines_and_once(stated: dict[str, str], language: str):
    (fact,) = stated
    words = ("--destination", "JP", f"--{fact.replace('_', '-')}", stated[fact], "--language", language)
    lines = CliRunner().invoke(main, ["check", *words, "--as-of", DAY]).stdout.splitlines()
    said = {"en": "“護衛艦” looks military", "ja": "「護衛艦」は軍事用途とみられます", "zh": "“護衛艦”疑似涉军"}
    where = [place for place, line in enumerate(lines) if said[language] in line]
    assert len(where) == 1
    assert where[0] < 4
