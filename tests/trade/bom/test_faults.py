"""Everything that is wrong with a bill is told at once, with its place and a way out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.bills import faults, read

from sekisho import BillError
from sekisho.trade.bom.checks import cycles
from sekisho.trade.bom.levels import structure_of


def test_all_kinds_of_faults_are_told_in_one_pass(tmp_path: Path):
    found = "\n".join(
        faults(
            tmp_path,
            """
            parent,part,quantity,unit,unit_value,currency,origin,control_codes,sourcing,made,stock_days
            ,motor,,,250,USD,,,,,
            motor,rotor,-1,,,,,,,,
            motor,screw,0,,,,,,,,
            motor,magnet,8,piece,6.5,XXX,Japn,9Z999,alone,perhaps,-3
            rotor,magnet,2,g,6.5,USD,,,,,
            rotor,shaft,99999999999,,,,,,,,
            motr,housing,1,,,,,,,,
            motor,motor,1,,,,,,,,
            motor,paint,a lot,litre,12,,,,,,
            motor,paint,1,smidgen,,,,,,,
            motor,,1,,,,,,,,
            """,
        )
    )
    for said in (
        "bom.csv, row 3: column 'quantity': the quantity is negative.",
        "bom.csv, row 4: column 'quantity': the quantity is zero.",
        "column 'quantity': 'a lot' is not a number.",
        "the quantity is above 10,000,000.",
        "column 'currency': 'XXX' is not a currency.",
        "column 'origin': 'Japn' is not a territory.",
        "'9Z999' is not a control code",
        "'alone' is not a way of sourcing.",
        "'perhaps' is not an answer.",
        "'-3' is not a number of days.",
        "units clash: part 'magnet' is counted by mass here and by count elsewhere.",
        "'smidgen' is not a unit.",
        "parent 'motr' is not a part or product of the bill.",
        "Did you mean 'motor'?",
        "a part stands in itself.",
        "an amount is stated without a currency.",
        "row 12: the row names no part.",
    ):
        assert said in found


def test_a_cycle_is_shown_as_a_path(tmp_path: Path):
    (found,) = faults(
        tmp_path,
        """
        parent,part,quantity
        motor,rotor,1
        rotor,magnet,1
        magnet,coating,1
        coating,rotor,1
        motor,housing,1
        """,
    )
    assert "a cycle: rotor > magnet > coating > rotor." in found


def test_every_knot_of_parts_has_its_cycle_told(tmp_path: Path):
    found = faults(tmp_path, "parent,part,quantity\na,b,1\nb,a,1\nc,d,1\nd,e,1\ne,d,1\n")
    assert [text for text in found if "a > b > a" in text]
    assert [text for text in found if "d > e > d" in text]


def test_the_same_line_twice_is_told_unless_the_place_differs(tmp_path: Path):
    text = "parent,part,quantity,reference\na,r,1,R1\na,r,2,R2\na,c,1,\na,c,1,\n"
    (found,) = faults(tmp_path, text)
    assert "row 5: 'c' stands in 'a' twice." in found


def test_a_part_that_is_described_in_two_ways_is_told(tmp_path: Path):
    found = "\n".join(
        faults(
            tmp_path,
            """
            parent,part,quantity,unit_value_usd,origin,supplier
            a,magnet,1,6.50,CN,Acme
            b,magnet,1,6.5,JP,Acme
            c,magnet,1,7,,Other
            """,
        )
    )
    assert "part 'magnet' has another origin here, JP, than before." in found
    assert "part 'magnet' has another unit_value here, 7, than before." in found
    assert "part 'magnet' has another supplier here, Other, than before." in found
    assert found.count("unit_value here") == 1


def test_a_second_currency_needs_a_rate(tmp_path: Path):
    text = "parent,part,quantity,unit_value,currency\na,b,1,5,USD\na,c,1,5,USD\na,d,1,600,JPY\n"
    (found,) = faults(tmp_path, text)
    assert "1 amount is in JPY, and the bill is in USD." in found
    assert "--rate JPY=NUMBER" in found


def test_a_level_that_jumps_is_told(tmp_path: Path):
    (found,) = faults(tmp_path, "level,part,quantity\n0,a,\n1,b,1\n3,c,1\n")
    assert "row 4: column 'level': the level is more than one below the row above." in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shade,weight\na,1\n", "no column names the parts."),
        ("parent,part\n,a\n", "no line says what goes into what."),
        ("level,parent,part\n1,a,b\n", "both parents and levels are stated."),
        ("parent,part,Qty,Quantity per\na,b,1,2\n", "columns 'Qty' and 'Quantity per' are both 'quantity'."),
        ("parent,part,materials\na,b,neodymium\n", "'neodymium' is not a material with its mass."),
        ("parent,part,materials\na,b,neodymium 2 m\n", "is in m, which is not a mass."),
    ],
)
def test_a_file_that_is_no_bill_says_what_it_lacks(tmp_path: Path, text: str, said: str):
    assert said in "\n".join(faults(tmp_path, text))


def test_a_file_that_is_not_there_or_of_no_kind_is_told(tmp_path: Path):
    (tmp_path / "bom.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(BillError, match="no such file") as missing:
        read(tmp_path / "gone.csv", tmp_path / "bom.pdf")
    assert len(missing.value.problems) == 2


LINKS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=30)


@given(LINKS)
def test_cycles_are_found_if_and_only_if_there_are_any_and_lead_back(links: list[tuple[int, int]]):
    links = [(one, other) for one, other in links if one != other]
    parent, part = (np.array([link[at] for link in links], dtype=np.int32) for at in (0, 1))
    none = np.full(len(links), -1, dtype=np.int32)
    structure = structure_of(13, parent, part, none, none)
    found = list(cycles(structure, parent, part))
    assert bool(found) == bool(len(structure.looped()))
    for path in found:
        assert all((one, other) in links for one, other in zip(path, [*path[1:], path[0]], strict=True))
        assert len(set(path)) == len(path)
    if not found:
        assert all(structure.level[one] > structure.level[other] for one, other in links)
