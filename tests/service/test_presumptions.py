"""What a single question takes for granted: each presumption, what undoes it, and that none makes an answer freer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random
from typing import Final

import pytest
from click.testing import CliRunner
from tests.support.situations import SITUATIONS, golden_cases

from sekisho import Determination, Library, determine
from sekisho.cli import main
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, Outcome
from sekisho.present.outcome_labels import EXIT_CODES
from sekisho.trade.transaction import Line

DAY: Final = "2026-11-27"
FROM_CHINA: Final = {"origin": "CN", "destination": "JP", "control_codes": "1C905.b"}
FIRM: Final = {"end_user": "Naniwa Seiki"}
CHAIR: Final = SITUATIONS["office chair"]


def presumed(facts: Mapping[str, object], library: Library) -> dict[str, str]:
    """What is presumed of a line, by fact."""
    return {str(one.fact): one.value for one in determine(facts, library, as_of=DAY).presumed}


def test_goods_made_in_china_are_presumed_to_be_exported_from_there(library: Library):
    answer = determine({**FROM_CHINA, **FIRM, "end_user_kind": "civil", "end_use": "civil"}, library, as_of=DAY)
    told = answer.to_dict()["presumed"]
    assert [(one["fact"], one["value"], one["flag"]) for one in told] == [
        ("departure", "CN", "--departure"),
        ("movement", "export", "--movement"),
    ]
    assert answer.floor is Outcome.LICENCE
    assert answer.without_presumptions is not None
    assert answer.without_presumptions.floor is Outcome.FREE


@pytest.mark.parametrize(
    "said",
    [
        {"departure": "DE"},
        {"departure": "unknown"},
        {"movement": "transit"},
        {"via": "KR"},
        {"exporter_is_prc_person": "no"},
        {"exporter": "Mitsubishi Shipbuilding"},
        {"origin": "MY"},
    ],
)
def test_another_route_or_seller_undoes_the_export(said: dict[str, str], library: Library):
    found = presumed({**FROM_CHINA, **FIRM, **said}, library)
    assert "departure" not in found
    assert found.get("movement") != "export"


HAMBURG: Final = {"departure": "DE", "destination": "JP", "control_codes": "3C001.a"}


def test_what_leaves_another_country_for_a_third_is_presumed_sent_on_from_there(library: Library):
    answer, without = (determine(HAMBURG, library, as_of=DAY, presume=value) for value in (True, False))
    assert presumed(HAMBURG, library)["movement"] == "export|re_export"
    assert {"movement", "via"} <= set(without.missing)
    assert not {"movement", "via"} & set(answer.missing)
    assert answer.missing[0] == "origin", "where it was made decides whether the law reaches it"


@pytest.mark.parametrize(
    "said",
    [
        {"movement": "transit"},
        {"movement": "unknown"},
        {"via": "CN"},
        {"destination": "DE"},
        {"destination": "CN"},
        {"departure": "CN"},
        {"departure": "unknown"},
    ],
)
def test_another_way_is_not_presumed_sent_on(said: dict[str, str], library: Library):
    assert presumed({**HAMBURG, **said}, library).get("movement") != "export|re_export"


def test_what_is_free_only_as_sent_on_is_not_told_free(library: Library):
    sent = {**HAMBURG, **FIRM, "origin": "CN", "end_user_kind": "civil", "end_use": "civil"}
    facts = {**sent, "exporter_is_prc_person": "no", "prior_undertaking": "no", "knowledge_of_barred_use": "no"}
    assert determine(facts, library, as_of=DAY).verdict.headline == FREE_IF_SUPPOSED
    assert determine({**facts, "movement": "re_export"}, library, as_of=DAY).verdict.headline == "free"


def test_an_end_user_that_is_named_like_a_firm_is_presumed_one_and_no_military_body(library: Library):
    facts = {**FROM_CHINA, **FIRM, "end_use": "civil"}
    assert presumed(facts, library)["end_user_kind"] == "civil|defence_contractor"
    answer, without = (determine(facts, library, as_of=DAY, presume=value) for value in (True, False))
    assert "end_user_kind" in without.missing
    assert "end_user_kind" not in answer.missing


@pytest.mark.parametrize(
    "name",
    [
        "Air Self-Defense Force",
        "防衛省",
        "Ministry of Economy, Trade and Industry",
        "University of Tokyo",
        "警視庁",
        "Naniwa Navy Yard",
        "none",
        "unknown",
    ],
)
def test_a_name_of_the_forces_the_state_or_a_school_is_presumed_no_firm(name: str, library: Library):
    assert "end_user_kind" not in presumed({**FROM_CHINA, "end_user": name, "end_use": "civil"}, library)


def test_a_kind_that_is_stated_is_not_presumed(library: Library):
    for kind in ("government", "unknown"):
        assert "end_user_kind" not in presumed({**FROM_CHINA, **FIRM, "end_user_kind": kind}, library)


def test_the_end_user_of_what_goes_to_japan_is_presumed_japanese(library: Library):
    assert presumed(FROM_CHINA, library)["end_user_territory"] == "JP"
    assert "end_user_territory" not in presumed({**FROM_CHINA, "end_user_territory": "unknown"}, library)
    assert "end_user_territory" not in presumed({**FROM_CHINA, "end_user": "Lockheed Martin Corporation"}, library)
    assert "end_user_territory" not in presumed({**FROM_CHINA, "destination": "KR"}, library)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("三菱造船", "JP"),
        ("Mitsubishi Heavy Industries", "JP"),
        ("株式会社浪速精機", "JP"),
        ("Naniwa Seiki K.K.", "JP"),
        ("Lockheed Martin Corporation", "US"),
    ],
)
def test_goods_for_a_firm_whose_name_tells_its_country_are_presumed_to_go_there(
    name: str, country: str, library: Library
):
    asked = {"origin": "CN", "control_codes": "1C905.b", "end_user": name}
    assert presumed(asked, library)["destination"] == country
    for stated in ({"destination": "unknown"}, {"destination": "KR"}, {"via": "KR"}):
        assert "destination" not in presumed({**asked, **stated}, library)


@pytest.mark.parametrize("name", ["航空自衛隊", "呉造修補給所", "Japan Maritime Self-Defense Force"])
def test_goods_for_forces_of_japan_are_presumed_to_go_there_and_are_never_freer(name: str, library: Library):
    """Left open, an answer named a way to China on which no licence is required, beside a military user of Japan."""
    asked = {"origin": "CN", "control_codes": "1C905.b", "end_user": name}
    assert presumed(asked, library)["destination"] == "JP"
    answer, open_end = (determine(line, library, as_of=DAY) for line in (asked, {**asked, "destination": "unknown"}))
    assert answer.verdict.floor >= open_end.verdict.floor


def test_who_buys_tells_where_goods_go_if_no_user_is_named(library: Library):
    asked = {"origin": "CN", "control_codes": "1C905.b", "importer": "浪速精機株式会社"}
    assert presumed(asked, library)["destination"] == "JP"
    assert "destination" not in presumed({**asked, "destination": "unknown"}, library)
    assert "destination" not in presumed({**asked, "departure": "JP"}, library)


def test_what_is_sent_by_mail_leaves_from_where_it_was_made(library: Library):
    sent = {"origin": "CN", "destination": "JP", "movement": "intangible", "description": "drawings of a furnace"}
    assert presumed(sent, library)["departure"] == "CN"
    assert "movement" not in presumed(sent, library)
    assert "departure" not in presumed({**sent, "movement": "transit"}, library)


@pytest.mark.parametrize("name", ["Naniwa Seiki", "Naniwa Seiki Co., Ltd.", "浪速精機有限公司", "US Navy"])
def test_a_name_of_no_country_or_of_forces_tells_no_destination(name: str, library: Library):
    assert "destination" not in presumed({"origin": "CN", "control_codes": "1C905.b", "end_user": name}, library)


def test_what_changes_nothing_is_not_presumed(library: Library):
    assert presumed(
        {"destination": "JP", "control_codes": "none", "departure": "CN", "movement": "export"}, library
    ) == {"end_user_territory": "JP"}
    stated = {**CHAIR, "departure": "CN", "movement": "export"}
    answer = determine(stated, library, as_of=DAY)
    assert (answer.presumed, answer.without_presumptions, answer.verdict.headline) == ((), None, "free")


def test_nothing_is_free_by_what_is_presumed_alone(library: Library):
    answer, without = (determine(CHAIR, library, as_of=DAY, presume=value) for value in (True, False))
    assert answer.verdict.headline == FREE_IF_SUPPOSED
    assert (answer.outcome, answer.floor, answer.ceiling) == ("undetermined", without.floor, without.ceiling)
    assert answer.missing == ("movement", "departure")
    assert EXIT_CODES[FREE_IF_SUPPOSED] == 30
    flags = [text for name, value in CHAIR.items() for text in (f"--{name.replace('_', '-')}", str(value))]
    ended = CliRunner().invoke(main, ["check", *flags, "--as-of", DAY, "--exit-code"])
    assert ended.exit_code == EXIT_CODES[FREE_IF_SUPPOSED]
    assert ended.stdout.startswith("◇")
    assert "○" not in ended.stdout


def test_the_command_line_presumes_nothing_where_it_is_told_so(library: Library):
    flags = ["check", "--origin", "CN", "--destination", "JP", "--as-of", DAY, "--format", "json"]
    told, bare = (json.loads(CliRunner().invoke(main, [*flags, *more]).stdout) for more in ((), ("--presume", "no")))
    assert told["presumed"]
    assert bare["presumed"] == []
    assert bare["without_presumptions"] is None
    assert told["without_presumptions"]["ceiling"] == bare["ceiling"]
    del library


def weaker(answer: Determination, without: Determination) -> bool:
    """Tell whether an answer is freer than the same without presumptions."""
    freed = answer.verdict.headline in {"free", "free_with_alert"} and without.ceiling is not Outcome.FREE
    return answer.floor < without.floor or freed or answer.ceiling > without.ceiling


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_presumption_makes_a_situation_freer(name: str, library: Library):
    facts = SITUATIONS[name]
    answer, without = (determine(facts, library, as_of=DAY, presume=value) for value in (True, False))
    assert not weaker(answer, without)


def test_no_presumption_makes_a_golden_case_with_facts_left_out_freer(library: Library):
    rng = Random(2026)
    for case in rng.sample(golden_cases(), 24):
        left = {
            name: value for name, value in case.facts.items() if rng.random() > 0.4 or name in {"origin", "destination"}
        }
        given = Line(left).given
        answer, without = (
            determine(given, library, as_of=case.as_of, assume=case.assume, presume=value) for value in (True, False)
        )
        assert not weaker(answer, without), (case.id, given)
        stated = {**given, **{str(one.fact): one.value for one in answer.presumed}}
        then = determine(stated, library, as_of=case.as_of, assume=case.assume, presume=False)
        assert then.floor == answer.floor
        assert then.ceiling == answer.ceiling or answer.verdict.headline != then.verdict.headline


def test_a_golden_case_that_states_its_facts_keeps_its_answer(library: Library):
    for case in golden_cases():
        stated = {"movement", "departure", "end_user_kind", "end_user_territory", "control_codes"} <= case.facts.keys()
        if stated:
            both = [
                determine(case.facts, library, as_of=case.as_of, assume=case.assume, presume=value).verdict
                for value in (True, False)
            ]
            assert both[0] == both[1], case.id
