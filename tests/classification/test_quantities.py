"""Numbers as data sheets and descriptions write them, and what they measure."""

from decimal import Decimal

import pytest

from sekisho.classification.lexicon import Concept, Lexicon
from sekisho.classification.quantities import QuantityReader, quantities_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact, NumberInterval
from sekisho.trade.items.parameter import Parameter
from sekisho.trade.items.unit import UnitError, convert, quantity


@pytest.mark.parametrize(
    ("written", "unit", "expected"),
    [
        ("45 MPa", "MPa", "45"),
        ("0.045 GPa", "MPa", "45"),
        ("30μm", "um", "30"),
        ("0.03 mm", "um", "30"),
        ("4 inch", "mm", "101.6"),
        ("1,270 MPa", "MPa", "1270"),
        ("5e4 Gy", "Gy", "50000"),
        ("1.27 x 10^7 m", "m", "12700000"),
        ("1.85 kg/L", "g/cm**3", "1.85"),
        ("1.85 克/立方厘米", "g/cm**3", "1.85"),
        ("10 ppm", "percent", "0.001"),
        ("-40 degF", "degC", "-40"),
        ("25 kn", "km/h", "46.3"),
        ("７０ ％", "percent", "70"),
        ("25 min", "min", "25"),
        ("1.5 h", "min", "90"),
        ("24 L/min", "m**3/h", "1.44"),
        ("1.2 arcmin", "deg", "0.02"),
        ("225000 fps", "1/s", "225000"),
        ("8 WT", "TeraFLOPS", "8"),
        ("50 cm2", "mm**2", "5000"),
    ],
)
def test_a_quantity_is_read_in_any_unit_exactly(written: str, unit: str, expected: str):
    assert quantity(written, unit) == Decimal(expected)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (">= 99.9 %", NumberInterval(Decimal("99.9"), None)),
        ("> 99.9 %", NumberInterval(Decimal("99.9"), None, low_open=True)),
        ("99.9 % min", NumberInterval(Decimal("99.9"), None)),
        ("99.9%min", NumberInterval(Decimal("99.9"), None)),
        ("up to 5 %", NumberInterval(None, Decimal(5))),
        ("未满 5 %", NumberInterval(None, Decimal(5), high_open=True)),
        ("5 to 10 %", NumberInterval(Decimal(5), Decimal(10))),
    ],
)
def test_bounds_stay_bounds(written: str, expected: NumberInterval):
    assert quantity(written, "percent") == expected


@pytest.mark.parametrize(
    ("written", "unit", "told"),
    [
        ("5", "mm", "has no unit"),
        ("5 kg", "mm", "is not a unit of what is measured in mm"),
        ("5 bananas", "mm", "is not a unit that is known"),
        ("thick", "mm", "is not a number"),
        ("5 mm", "", "expected a pure number"),
    ],
)
def test_a_missing_or_wrong_unit_is_refused(written: str, unit: str, told: str):
    with pytest.raises(UnitError, match=told):
        quantity(written, unit)


def test_conversion_there_and_back_is_exact():
    for number in map(Decimal, ("0.1", "3", "12.5", "99.99")):
        assert convert(convert(number, "mm", "um"), "um", "mm") == number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Isostatic graphite, 99.95 %, 45 MPa, 1.85 g/cm3", [("99.95", "percent"), ("45", "MPa"), ("1.85", "g/cm**3")]),
        ("粒径30μm 純度99.99%", [("30", "um"), ("99.99", "percent")]),
        ("tellurium 5N, gallium 6N5", [("99.999", "percent"), ("99.99995", "percent")]),
        ("35-um core", [("35", "um")]),
        ("Model N35, 5-axis, 2025 series", []),
        ("breaking tension 8 N", [("8", "N")]),
    ],
)
def test_numbers_of_a_description_carry_their_units(text: str, found: list[tuple[str, str]]):
    assert [(str(one.low), one.unit) for one in quantities_of(text)] == found


def _parameter(
    name: str, unit: str, *words: str, kind: str = "number", yes: str = "", no: str = "", says: str = ""
) -> Parameter:
    fact = Fact(name=FactName(name), kind=kind, unit=unit, question="?", of="item")
    return Parameter(
        fact=fact,
        questions={"en": "?"},
        words=words,
        yes=tuple(yes.split("|")) if yes else (),
        no=tuple(no.split("|")) if no else (),
        says={choice: (word,) for choice, word in (part.split("=") for part in says.split("|") if part)},
    )


METER = QuantityReader(
    {
        one.name: one
        for one in (
            _parameter("density", "g/cm**3", "density", "密度"),
            _parameter("flexural_strength", "MPa", "flexural strength", "flexural", "抗折强度", "曲げ強さ"),
            _parameter("compressive_strength", "MPa", "compressive strength"),
            _parameter("purity", "percent", "purity", "纯度", "純度"),
            _parameter("terbium_content", "percent"),
            _parameter("length", "mm", "length"),
            _parameter("width", "mm", "width"),
            _parameter("height", "mm", "height"),
            _parameter("input_power", "kW", "input power", "power"),
            _parameter("microwave_power", "kW", "microwave power", "power"),
            _parameter("wetted_material", "", kind="choice", says="glass=glass-lined|stainless_steel=steel"),
            _parameter("untwisted", "", kind="yes_no", yes="untwisted|无捻", no="twisted|加捻"),
        )
    }
)
LEXICON = Lexicon()
LEXICON.add(Concept("terbium", "element"), ["terbium", "=Tb", "铽", "テルビウム"])
LEXICON.add(Concept("bismuth", "element"), ["bismuth", "=Bi", "铋"])


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("graphite, flexural strength 45 MPa, density 1.85 g/cm3", {"flexural_strength": "45", "density": "1.85"}),
        ("compressive strength 90 MPa, flexural 45 MPa", {"compressive_strength": "90", "flexural_strength": "45"}),
        ("抗折强度42MPa，密度1.84g/cm3", {"flexural_strength": "42", "density": "1.84"}),
        ("かさ密度1.77 g/cm3 曲げ強さ27MPa", {"density": "1.77", "flexural_strength": "27"}),
        ("magnet, 2 % terbium", {"terbium_content": "2"}),
        ("magnet with Tb 0.5 %", {"terbium_content": "0.5"}),
        ("metal, 99.95 %", {"purity": "99.95"}),
        ("bismuth 99.999% terbium 2ppm", {"purity": "99.999", "terbium_content": "0.0002"}),
        ("2% terbium 98% bismuth", {"purity": "98", "terbium_content": "2"}),
        ("99.9% bismuth 1% terbium", {"purity": "99.9", "terbium_content": "1"}),
        ("block 150 x 60 x 200 mm", {"length": "200", "width": "150", "height": "60"}),
        ("rod 20 mm x 300 mm, purity 99 %", {"purity": "99", "length": "300"}),
        ("45 MPa flexural, 1.85 g/cm3", {"flexural_strength": "45"}),
        ("90 MPa 抗折强度42MPa", {"flexural_strength": "42"}),
        ("furnace, power 20 kW", {"input_power": "20", "microwave_power": "20"}),
        ("furnace, microwave power 20 kW", {"microwave_power": "20"}),
        ("glass-lined steel tank", {"wetted_material": "glass"}),
        ("steel tank", {"wetted_material": "stainless_steel"}),
        ("fibre, untwisted", {"untwisted": "True"}),
        ("fibre, twisted", {"untwisted": "False"}),
    ],
)
def test_words_beside_a_number_say_what_it_measures(text: str, stated: dict[str, str]):
    read = METER.read(text, LEXICON.tag(text)).stated
    assert {name: str(value) for name, value in read.items()} == stated


def test_a_number_that_nothing_names_measures_nothing():
    read = METER.read("part, 45 MPa", LEXICON.tag("part, 45 MPa"))
    assert not read.stated
    assert [(str(one.low), one.unit) for one in read.spare] == [("45", "MPa")]
