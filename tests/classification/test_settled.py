"""What settles a code: two independent points in a text of which most is understood, and never a crash."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho import FactError, Library, classify
from sekisho.classification.answer import NOT_LISTED, ItemState
from sekisho.classification.classifier import Classifier
from sekisho.classification.quantities import quantities_of
from sekisho.trade.items.unit import number_of, quantity


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 9, 30))


@pytest.mark.parametrize(
    "text",
    [
        "RAIL TRANSPORT",
        "TRANSPORT COST",
        "SEA TRANSPORT TO YOKOHAMA",
        "Ceramic tile 600x600",
        "Keramik tile set",
        "кружка керамическая EB 300",
        "труба стальная CVD 12",
        "كوب EB 300",
        "도자기 머그 EB 300",
        "EB",
        "storage",
    ],
)
def test_one_shared_word_a_material_or_a_symbol_among_unread_words_settles_nothing(classifier: Classifier, text: str):
    assert classifier.classify(text).state is not ItemState.CLASSIFIED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gallium metal", "3C001.a"),
        ("sarin", "1C450.a.1"),
        ("dysprosium oxide", "1C905.b"),
        ("氧化镝", "1C905.b"),
        ("酸化ジスプロシウム", "1C905.b"),
        ("lutetium oxide, 4N", "1C906.b"),
    ],
)
def test_a_substance_by_its_own_name_settles_its_code(classifier: Classifier, text: str, code: str):
    found = classifier.classify(text)
    assert (found.state, found.codes) == (ItemState.CLASSIFIED, (code,))


@pytest.mark.parametrize(("name", "code"), [("gallium metal", "3C001.a"), ("dysprosium oxide", "1C905.b")])
def test_a_name_among_many_words_that_mean_nothing_here_settles_nothing(classifier: Classifier, name: str, code: str):
    """The entry is still the first candidate; a maker's name and a model do not unsettle it."""
    assert classifier.classify(f"{name} Zorbex Quillon").codes == (code,)
    strangers = classifier.classify(f"{name} Zorbex Quillon Parnell Mivet Trolka Bexin")
    assert (strangers.state, strangers.codes) == (ItemState.UNCLASSIFIED, ())
    assert strangers.candidates[0].code == code


@pytest.mark.parametrize(
    ("text", "first", "rival"),
    [
        ("isostatic press 50 MPa", "2B902.v", "2B104"),
        ("サマリウムコバルト合金粉末 Sm2Co17 平均4μm", "1C902.a.2.a", "1C902.a.3.b"),
        ("TbDyFe giant magnetostrictive rod (Terfenol-D), Tb0.3Dy0.7Fe1.92", "1C905.a.2.b", "1C904.a.1"),
    ],
)
def test_no_code_is_settled_while_another_entry_fits_nearly_as_well(
    classifier: Classifier, text: str, first: str, rival: str
):
    found = classifier.classify(text)
    assert (found.state, found.codes) == (ItemState.UNCLASSIFIED, ())
    assert found.candidates[0].code == first
    assert rival in {one.code for one in found.candidates}


@pytest.mark.parametrize(
    ("text", "still_open"),
    [
        ("UHMWPE fibre, 32 cN/dtex", "1C901.b"),
        ("6061-T6 seamless tube OD 110x5, UTS 310 MPa", "1C230"),
        ("high pressure press control system 50 MPa", "2B204.b"),
    ],
)
def test_nothing_is_not_listed_while_an_entry_that_it_may_be_is_open(
    classifier: Classifier, text: str, still_open: str
):
    """What it resembles most is outside its limits, and another entry waits for an answer."""
    found = classifier.classify(text)
    assert (found.state, found.codes) == (ItemState.UNCLASSIFIED, ())
    assert found.candidates[0].code == NOT_LISTED
    assert still_open in {one.code for one in found.candidates}


def test_a_text_in_a_script_that_is_not_read_says_so(classifier: Classifier):
    found = classifier.classify("кружка керамическая EB 300")
    assert found.unread == ("Cyrillic",)
    assert found.cautions[0].startswith("Words in Cyrillic letters are not read.")
    assert classifier.classify("5 μm graphite, 3 Ω").unread == (), "signs of units are no unread words"


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("ROD 12 X 1000 MM", {"1000"}),
        ("PLATE 3 X 1020 MM", {"1020"}),
        ("ROD 12X1000MM", set()),
        ("1200 X 100 MM", {"100"}),
        ("5 X 105MM", {"105"}),
        ("8*10 mm", {"10"}),
    ],
)
def test_a_size_is_two_lengths_and_no_power_of_ten(classifier: Classifier, text: str, lengths: set[str]):
    assert lengths <= {f"{one.low:f}" for one in quantities_of(text)}
    assert not [one for one in quantities_of(text) if one.low is not None and one.low > 10_000]
    classifier.classify(text)


def test_a_power_of_ten_has_its_exponent_behind_a_sign_or_above_the_line():
    assert [number_of(text) for text in ("1.27 x 10^7", "2x10-6", "5e4", "3*10^9")] == [
        Decimal("1.27E+7"),
        Decimal("0.000002"),
        Decimal("5E+4"),
        Decimal("3E+9"),
    ]
    assert quantity("3×10⁹ Hz", "Hz") == Decimal("3E+9")
    assert quantity("2×10⁻⁶ m", "m") == Decimal("0.000002")
    assert [(one.text, str(one.low)) for one in quantities_of("3×10⁹ Hz")] == [("3×10^9 Hz", "3E+9")]


@pytest.mark.parametrize("text", ["gallium metal", "carbon fibre", "isostatic graphite block", "NdFeB magnets", "lamp"])
def test_a_size_behind_a_text_never_changes_its_code(classifier: Classifier, text: str):
    before, after = classifier.classify(text), classifier.classify(f"{text} 20 X 1000 MM")
    assert (before.state, before.codes) == (after.state, after.codes)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789xX×*^eE.,+-⁰⁹⁻ mMkgNn%石墨GaЖ\ud800\udfff≥~至"), max_size=24))
def test_no_text_of_any_kind_raises(classifier: Classifier, text: str):
    classifier.classify(text or "x")


def test_a_description_with_half_a_letter_is_refused_by_name(library: Library):
    with pytest.raises(FactError) as raised:
        classify("rod \ud800", library, as_of="2026-09-30")
    assert "U+D800" in str(raised.value)
    assert str(raised.value).encode("utf-8")
