"""Parts without a stated code are asked of by their words: leads to a code come first, the unlikely are folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.bills import DAY, LIBRARY, SAMPLES, bill

from sekisho import assess_exposure
from sekisho.determination.book.items import ItemFinding
from sekisho.determination.book.supposition import ordinary
from sekisho.exposure.assessment import AssessmentInput, expose
from sekisho.exposure.part_items import CodeStanding
from sekisho.exposure.result import Exposure
from sekisho.i18n.messages import Translator
from sekisho.present.exposure.data import exposure_data
from sekisho.present.exposure.findings import inside
from sekisho.present.exposure.stop_title import title
from sekisho.present.exposure.stops import stop_rows
from sekisho.present.exposure.terminal import exposure_text

LIST = """
Part,Qty,Country of origin,control_codes
M2 locknut,4,,
0603-10k,1,,
Strange powder,1,CN,
Block magnet,2,CN,
Gallium,1,CN,3C001.a
Foreign plate,1,JP,
"""
SAYS = {
    "M2 locknut": ItemFinding(state="unlikely_listed"),
    "0603-10k": ItemFinding(state="unread"),
    "Strange powder": ItemFinding(state="unclassified", codes=("1C905.b",)),
    "Block magnet": ItemFinding(state="unlikely_listed", near=("1C905.a.4",)),
}


def classifies(pairs: Sequence[tuple[str, str]]) -> list[ItemFinding]:
    return [SAYS.get(words, ItemFinding(state="unlikely_listed")) for words, _ in pairs]


def exposed(folder: Path, text: str = LIST, **more: object) -> Exposure:
    asked = AssessmentInput(as_of=DAY, classifies=classifies)
    return expose(bill(folder, text, "gripper.csv"), LIBRARY, replace(asked, **more))  # type: ignore[arg-type]


def test_stated_codes_come_first_then_leads_then_what_is_not_read(tmp_path: Path):
    found = exposed(tmp_path)
    assert [(row.number, row.standing) for row in found.parts] == [
        ("Gallium", CodeStanding.STANDS),
        ("Strange powder", CodeStanding.COULD),
        ("Block magnet", CodeStanding.COULD),
        ("0603-10k", CodeStanding.UNREAD),
        ("M2 locknut", CodeStanding.UNLIKELY),
    ]
    powder = found.parts[1]
    assert powder.reach is not None
    assert powder.reach.floor > 0, "under its code it needs a licence at least"
    assert powder.verdict.floor == 0, "a lead is no finding: the outcome stays open"


@pytest.mark.parametrize(
    ("language", "could", "fold"),
    [
        ("en", "Parts that may be controlled, gravest first", "control for 1 part: M2 locknut."),
        ("ja", "規制対象の可能性がある部品（", "ない部品1件：M2 locknut。"),
        ("zh", "可能受管制的零件（", "迹象的零件1种：M2 locknut。"),
    ],
)
def test_curbed_is_said_of_stated_codes_alone_and_the_unlikely_stand_last(
    language: str, could: str, fold: str, tmp_path: Path
):
    text = "\n".join(exposure_text(exposed(tmp_path), full=True, translator=Translator(language)))
    head, _, rest = text.partition(f"\x1b[1m{could}")
    table, _, rest = rest.partition("\x1b[1m")
    by_stock = head.rpartition("\x1b[1m")[2]
    assert "Gallium" in by_stock
    assert "Strange powder" not in by_stock
    assert "Strange powder" in table
    assert "M2 locknut" not in table
    assert "".join(fold.split()) in "".join(rest.split())


def test_constants_fill_what_parts_leave_open_and_suppositions_free_nothing_that_leads_to_a_code(tmp_path: Path):
    found = exposed(tmp_path, constants={"origin": "CN"}, suppose=ordinary(LIBRARY))
    assert found.constants == (("origin", "CN", 2),), "those that say where they are from keep it"
    heads = {row.number: row.headline for row in found.parts}
    assert heads["M2 locknut"] == "free_if_supposed"
    assert heads["Strange powder"] == heads["Block magnet"] == heads["0603-10k"] == "undetermined"
    assert found.products[0].headline != "free_if_supposed"
    harmless = exposed(tmp_path, "Part,Qty\nM2 locknut,4\n", suppose=ordinary(LIBRARY))
    assert harmless.products[0].headline == "free_if_supposed"
    assert harmless.products[0].outcome == "undetermined", "what is supposed changes no outcome"
    data = exposure_data(harmless)
    assert data["suppose"]["name"] == "ordinary"  # type: ignore[index]


def test_of_parts_that_are_as_open_the_one_that_leads_to_a_code_is_the_cause(tmp_path: Path):
    found = exposed(tmp_path, "Part,Qty\nM2 locknut,4\nBlock magnet,1\n", constants={"origin": "CN"})
    (row,) = stop_rows(found)
    assert [(cause.part.number, cause.others) for cause in row.causes] == [("Block magnet", 0)]


def test_parts_without_words_that_come_from_china_are_named(tmp_path: Path):
    text = "Part,Qty,Country of origin\n0603-10k,1,\n340-12,1,China\n"
    SAYS["340-12"] = SAYS["0603-10k"]
    lines = "\n".join(exposure_text(exposed(tmp_path, text), full=True))
    assert "2 parts have no readable description" in lines
    assert "From China of these: 340-12." in " ".join(lines.split())


def test_without_anybody_to_ask_parts_are_told_as_before(tmp_path: Path):
    found = exposed(tmp_path, classifies=None)
    assert {row.standing for row in found.parts} == {CodeStanding.STANDS, CodeStanding.UNASKED}
    assert "Parts that may be controlled" not in "\n".join(exposure_text(found, full=True))


@pytest.mark.skipif(not (SAMPLES.parent / "real_boms").is_dir(), reason="the real bills are not at hand")
def test_magnets_come_before_locknuts_in_a_real_bill():
    found = assess_exposure(SAMPLES.parent / "real_boms" / "qdd.xlsx", LIBRARY, as_of=DAY, remedies=False)
    assert [row.number[:3] for row in found.of_standing(CodeStanding.COULD)] == ["N52", "N50"]
    numbers = [row.number for row in found.parts]
    assert numbers.index("N52 12x5x3mm") < numbers.index("M2 Locknut")


def test_finished_goods_with_listed_material_inside_are_named_by_kind(tmp_path: Path):
    SAYS["servo motor"] = SAYS["small motor"] = ItemFinding(
        state="unlikely_listed", finished="Motor with permanent magnets inside", inside=("1C905.a.4",)
    )
    text = "Part,Qty\nservo motor,1\nsmall motor,2\nM2 locknut,4\n"
    found = exposed(tmp_path, text, constants={"origin": "CN"})
    assert [str(one) for one in inside(found)] == [
        "Of these, 2 may contain listed material: servo motor and 1 more. Ask the makers."
    ]
    lines = "\n".join(exposure_text(found, full=True))
    table, _, others = lines.partition("Parts that may contain listed material")[2].partition("Other parts")
    assert "Motor with permanent magnets inside" in table
    assert "(1C905.a.4)" in table
    assert "M2 locknut" not in table
    assert "M2 locknut" in others.partition("\x1b[1m")[0]
    assert list(inside(exposed(tmp_path, "Part,Qty\nM2 locknut,4\n", constants={"origin": "CN"}))) == []


def test_without_stocks_the_title_says_why_a_product_may_stop(tmp_path: Path):
    def headed(text: str) -> str:
        return str(title(exposed(tmp_path, f"Part,Qty,Country of origin\n{text}")))

    assert headed("Strange powder,1,China\nM2 locknut,4,China\n").endswith("may stop: 1 part may be controlled")
    assert headed("0603-10k,1,China\n").endswith("not decided, as 1 part has no readable description")
    assert headed("M2 locknut,4,China\n").endswith("nothing points to a controlled part")


BOARD = "board,reference,quantity,value,manufacturer,mpn\n"


def test_a_maker_of_two_letters_is_no_lead(tmp_path: Path):
    """A number behind a short name says nothing: it is unread, as that behind a long one, and not put among leads."""
    text = BOARD + "b,J1,1,x,TE,1-2199230-6\nb,J2,1,x,GE,1775059-1\nb,J3,1,x,Molex,43045-0400\n"
    SAYS["Molex 43045-0400"] = SAYS["0603-10k"]
    found = exposed(tmp_path, text)
    numbers = "TE 1-2199230-6", "GE 1775059-1", "Molex 43045-0400"
    assert {row.number: row.standing for row in found.parts} == dict.fromkeys(numbers, CodeStanding.UNREAD)
    assert {row.verdict.ceiling > 0 for row in found.parts} == {True}, "the law still holds them open"
    assert title(found) == "b: not decided, as 3 parts have no readable description"
