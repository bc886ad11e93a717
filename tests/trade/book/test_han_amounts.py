"""Amounts in Chinese characters are read as they are written, or it is told that they can be read in two ways."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho import Library
from sekisho.determination.book.opener import look_at
from sekisho.trade.bom.values import CellError, read_money
from sekisho.trade.book.cells.han_amounts import amount_in_figures
from sekisho.trade.book.recipe import Recipe

PLAIN, FORMAL = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
SCALES = ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))


def in_japanese(number: int) -> str:
    """As Japanese write it: no zeros, a one only before thousands of a scale."""
    parts = []
    for scale, name in SCALES:
        group = number // scale % 10**4
        text = ""
        for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            figure = group // power % 10
            if figure:
                one = figure == 1 and power > 1 and not (power == 1000 and scale > 1)
                text += ("" if one else PLAIN[figure]) + sign
        parts.append(text + name if text else "")
    return "".join(parts) or "〇"


def in_documents(number: int) -> str:
    """As documents of China have it: every figure named, a zero where places are left out."""
    text, gap = "", False
    for scale, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        group, any_before = number // scale % 10**4, bool(text)
        if not group:
            gap = any_before
            continue
        part = ""
        for power, sign in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
            figure = group // power % 10
            if figure:
                part += ("零" if gap else "") + FORMAL[figure] + sign
                gap = False
            else:
                gap = bool(text or part) and group % power > 0
        text += part + name
        gap = False
    return text or "零"


def figure_by_figure(number: int) -> str:
    return "".join(PLAIN[int(figure)] for figure in str(number))


NUMBERS = st.integers(min_value=0, max_value=10**16 - 1) | st.integers(0, 9999).flatmap(
    lambda head: st.sampled_from([1, 10**3, 10**4, 10**7, 10**8]).map(lambda scale: head * scale)
)


def amount_of(text: str) -> Decimal | None:
    """The number of a text that was written in figures; None where it is told that there are two."""
    figures = amount_in_figures(text)
    return None if figures is None else Decimal(figures.removeprefix("金").rstrip("円元也整"))


@given(NUMBERS)
def test_any_number_of_a_japanese_bill_is_read_back(number: int):
    assert amount_of(f"金{in_japanese(number)}円也") == number


@given(NUMBERS)
def test_any_number_of_a_chinese_document_is_read_back(number: int):
    assert amount_of(f"{in_documents(number)}元整") == number


@given(NUMBERS, st.sampled_from(["", "円"]))
def test_a_number_in_a_cell_is_read_as_it_is_written_or_told_to_be_two(number: int, currency: str):
    assert amount_of(in_japanese(number) + currency) in {number, None}
    assert amount_of(in_documents(number) + currency) in {number, None}
    assert amount_of(figure_by_figure(number) + currency) in {number, None}


@given(st.integers(1, 9999), st.integers(0, 9999), st.integers(0, 9999))
def test_figures_with_scales_between_them_are_read(high: int, middle: int, low: int):
    number = high * 10**8 + middle * 10**4 + low
    text = f"{high}億" + (f"{middle:,}万" if middle else "") + (str(low) if low else "")
    if middle or low:  # else it is a number with one scale, which is read elsewhere
        assert amount_of(text + "円") == number


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("三百万円", "3000000円"),
        ("3億2,000万円", "320000000円"),
        ("壱千万円", "10000000円"),
        ("三千二百万", "32000000"),
        ("叁佰万元", "3000000元"),
        ("1.2億", "1.2億"),  # read as before: a number with one scale
        ("５００万", "５００万"),
        ("￥五百万", "¥5000000"),
        ("3千5百万円", "35000000円"),
        ("三二〇〇万円", "32000000円"),
        ("三点五億", "350000000"),
        ("两百万", "2000000"),
        ("壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67元"),
        ("叁拾元零伍分", "30.05元"),
        ("3억2천만", "320000000"),
        ("三万亿", "3000000000000"),
        ("約三百万円（税込）", "約3000000円(税込)"),
        ("一式", "1式"),  # no amount, and not read as one
    ],
)
def test_amounts_as_people_write_them(text: str, figures: str):
    assert amount_in_figures(text) == figures


@pytest.mark.parametrize(
    "text",
    ["三万五", "三百五", "三億二千", "3億2000", "3万5", "二三百万", "三五万円", "百万円", "千円", "一", "三万五元"],
)
def test_what_can_be_read_in_two_ways_is_told(text: str):
    assert amount_in_figures(text) is None
    with pytest.raises(CellError, match="two different amounts"):
        read_money(text)


def test_what_is_no_amount_stays_as_it_is():
    for text in ("別途見積", "二百万～三百万円", "12", "USD 12", "三百四億三百億"):
        assert amount_in_figures(text) == text


def test_bills_read_them_too():
    assert read_money("三百万円") == (3_000_000, 3_000_000, "JPY")
    assert read_money("叁佰万元整")[2] == "CNY"


BOOK = (
    ("三百万円", 3_000_000.0, ""),
    ("3億2,000万円", 320_000_000.0, ""),
    ("1,200", 1200.0, ""),
    ("三万五", None, "value: 三万五"),
    ("別途見積", None, "value: 別途見積"),
)


@pytest.mark.parametrize(("header", "scale"), [("金額", 1), ("金額（千円）", 1000), ("金额（万元）", 10_000)])
def test_a_book_reads_them_in_the_unit_of_its_header(library: Library, tmp_path: Path, header: str, scale: int):
    path = tmp_path / "book.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["行", "品名", header])
        writer.writerows(
            [number, "軸受", text.replace("円", "") if scale > 1000 else text]
            for number, (text, _, _) in enumerate(BOOK, start=1)
        )
    with look_at(path, library, recipe=Recipe(), mapping={}) as (_, cleaned):
        book = cleaned.book
        assert book.columns.value
        rows = book.connection.execute(
            f'SELECT "{book.columns.value}", sekisho_unread FROM {book.sql} ORDER BY sekisho_row'
        ).fetchall()
    expected = [
        value if value is None or value == 1200 else value / scale
        for _, value, _ in BOOK  # 1,200 are of the column's unit
    ]
    read = [None if value in {None, "unknown"} else float(value) for value, _ in rows]
    assert read == pytest.approx(expected)
    assert [unread or "" for _, unread in rows] == [unread for *_, unread in BOOK]
