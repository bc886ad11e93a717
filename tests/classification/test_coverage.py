"""What is said to be held of the control list is what is held."""

import sekisho
from sekisho.present.law.coverage_items import is_lost, item_coverage
from sekisho.trade.items.control_list import control_list

LIBRARY = sekisho.load_measures()
ITEMS = control_list(LIBRARY)


def test_fields_and_qualities_add_up():
    found = item_coverage(LIBRARY)
    fields, qualities = found["by_field"], found["by_quality"]
    assert isinstance(fields, list)
    assert isinstance(qualities, dict)
    for name in ("known", "five_character", "held", "limited", "with_thresholds", "executable", "lost"):
        assert sum(field[name] for field in fields) == found[name]
    assert [field["field"] for field in fields] == list("0123456789")
    assert sum(qualities.values()) == sum(len(code) >= 5 for code in ITEMS.items)


def test_no_code_with_a_lost_figure_counts_as_executable():
    found = item_coverage(LIBRARY)
    limited = [code for code, entry in ITEMS.items.items() if entry.threshold]
    asking = [code for code in limited if any(is_lost(name) for name in ITEMS.measured(code))]
    assert asking == ["1C914.a", "2B209.a"]
    assert found["lost"] == len(asking)
    assert isinstance(found["executable"], int)
    assert found["executable"] + len(asking) <= len(limited)
    wholly = [code for code in limited if "unknown" in ITEMS.items[code].threshold and code in ITEMS.limits]
    assert set(wholly) <= set(asking), "a limit with the word unknown asks"


def test_every_code_has_a_text_of_its_own():
    found = item_coverage(LIBRARY)
    assert found["held"] == found["known"] == 1092
    assert {item.quality for item in ITEMS.items.values()}.isdisjoint({"heading", "missing_row"})
