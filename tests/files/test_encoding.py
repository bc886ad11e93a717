"""The encoding of a text is found out, or the file is refused with what it may say."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sekisho.errors import BookError
from sekisho.files.language import cost_of, least_cost
from sekisho.files.text.encoding import encoding_of, named_encoding, text_of_file

JA = [
    "三菱造船株式会社",
    "東京精密加工株式會社",
    "日本電気",
    "川崎重工",
    "富士通",
    "田中商店",
    "佐藤製作所",
    "ミツビシ",
    "スズキ",
    "渡邊機械",
    "荏原製作所",
]
ZH = [
    "示例精密有限公司",
    "华为技术有限公司",
    "东方机械厂",
    "沈阳飞机工业集团",
    "永磁材料",
    "稀土氧化物",
    "比亚迪",
    "宁波韵升",
    "包头钢铁",
    "航天科技",
]
HANT = [
    "台灣積體電路製造",
    "鴻海精密工業",
    "聯發科技",
    "臺北電機",
    "永久磁鐵",
    "稀土氧化物",
    "香港貿易有限公司",
    "高雄造船",
]
KO = [
    "삼성전자",
    "현대자동차",
    "주식회사한국정밀",
    "대한항공",
    "영구자석",
    "미쓰비시중공업",
    "포스코",
    "서울정밀공업주식회사",
]
RU = ["ООО Ромашка", "Завод имени Калашникова", "Научный институт", "Мосэлектрон", "АО Микрон", "Росатом"]
WEST = [
    "Müller GmbH",
    "Crédit Lié",
    "Société Générale",
    "Björn AB",
    "Fábrica Nacional",
    "Électricité de France",
    "Peña Industrias",
]
TEXTS = {
    "cp932": JA,
    "euc_jp": JA,
    "iso2022_jp": JA,
    "iso2022_kr": KO,
    "gb18030": ZH,
    "gb2312": ZH,
    "hz": ZH,
    "big5": HANT,
    "cp949": KO,
    "cp1251": RU,
    "cp1252": WEST,
    "utf-8": JA,
    "utf-8-sig": KO,
    "utf-7": JA,
    "utf-16": ZH,
    "utf-16-le": JA,
    "utf-16-be": RU,
    "utf-32": HANT,
    "utf-32-le": WEST,
    "utf-32-be": ZH,
}
HEADER = "line,departure,destination,end_user,description"


def book(names: list[str]) -> str:
    return "\n".join([HEADER, *(f"{number},CN,JP,{name},magnet" for number, name in enumerate(names, 1))]) + "\n"


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_book_of_eight_lines_is_read_as_it_was_written(encoding: str, tmp_path: Path) -> None:
    text = book(TEXTS[encoding][:8])
    file = tmp_path / "book.csv"
    file.write_bytes(text.encode(encoding))
    assert text_of_file(file)[0] == text


@pytest.mark.parametrize("encoding", TEXTS)
def test_one_name_alone_is_read_right_or_refused(encoding: str, tmp_path: Path) -> None:
    file, right, told = tmp_path / "book.csv", 0, list[str]()
    for name in TEXTS[encoding]:
        text = book(["Firm"] * 3 + [name] + ["Firm"] * 4)
        file.write_bytes(text.encode(encoding))
        try:
            assert text_of_file(file)[0] == text
            right += 1
        except BookError as refused:
            told.append(refused.problems[0].remedy)
    assert right >= 0.8 * len(TEXTS[encoding])
    assert all(told)


def test_iso_2022_cn_is_read(tmp_path: Path) -> None:
    text = book(ZH[:4])
    parts = []
    for line in text.splitlines():
        out, wide = b"\x1b$)A", False
        for letter in line:
            if letter.isascii():
                out, wide = out + (b"\x0f" if wide else b"") + letter.encode(), False
            else:
                out, wide = out + (b"" if wide else b"\x0e") + bytes(b & 0x7F for b in letter.encode("gb2312")), True
        parts.append(out + (b"\x0f" if wide else b""))
    file = tmp_path / "book.csv"
    file.write_bytes(b"\n".join([*parts, b""]))
    assert text_of_file(file) == (text, "iso2022_cn")
    file.write_bytes(b"\x1b$)G\x0e!!\x0f\n")
    with pytest.raises(BookError, match="ISO-2022-CN"):
        text_of_file(file)


@pytest.mark.parametrize(
    ("one", "other"),
    [("utf-8", "cp932"), ("cp932", "utf-8"), ("utf-8", "euc_jp"), ("euc_jp", "utf-8"), ("cp932", "euc_jp")],
)
def test_two_encodings_in_one_file_are_refused_with_the_row(one: str, other: str, tmp_path: Path) -> None:
    head, *rows = book(JA[:8]).splitlines(keepends=True)
    file = tmp_path / "book.csv"
    file.write_bytes(head.encode() + "".join(rows[:4]).encode(one) + "".join(rows[4:]).encode(other))
    with pytest.raises(BookError, match="two encodings, from row") as refused:
        encoding_of(file)
    assert "from row 6" in str(refused.value) or "from row 2" in str(refused.value)


@pytest.mark.parametrize("block", [1 << 22, 512, 100])
def test_the_row_of_another_encoding_is_told_wherever_blocks_of_bytes_end(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sekisho.files.text.encoding._BLOCK", block)
    head, *rows = book(JA[:8]).splitlines(keepends=True)
    file = tmp_path / "book.csv"
    plain = "1,plain,JP\n" * 1_000
    file.write_bytes(f"{head}{plain}".encode() + "".join(rows[:4]).encode("cp932") + "".join(rows[4:]).encode())
    with pytest.raises(BookError, match="two encodings, from row 1,002 on"):
        encoding_of(file)


@pytest.mark.parametrize("block", [1 << 22, 64])
@pytest.mark.parametrize("text", ["a,b\n1,2\n", "a,+b\n1,2\n", "a~{b\n" * 40, "a\n" * 60 + "é\n", "x" * 200, ""])
def test_a_text_without_letters_of_the_east_is_utf8(
    text: str, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sekisho.files.text.encoding._BLOCK", block)
    file = tmp_path / "book.csv"
    file.write_text(text, encoding="utf-8", newline="")
    assert text_of_file(file) == (text, "utf-8")


def test_bytes_that_may_be_several_texts_are_refused_with_a_cell_under_each(tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_bytes(book(["Firm", "?"]).encode().replace(b"?", b"\xc5\xc5\xbb\xfa"))
    with pytest.raises(BookError) as refused:
        encoding_of(file)
    [problem] = refused.value.problems
    assert "EUC-JP: '電字'" in problem.what
    assert "GB18030 (GBK): '" in problem.what
    assert "--encoding" in problem.remedy


@pytest.mark.parametrize("bad", [b"\xff", b"\x81", b"\xe4\xb8"])
def test_one_stray_byte_makes_a_text_no_other(bad: bytes, tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_bytes(book(JA).encode() + b"9,CN,JP," + bad + b",x\n")
    assert (encoding_of(file).name, encoding_of(file).whole) == ("utf-8", False)


def _mean_cost(text: str) -> float:
    total, letters = cost_of(text)
    return total / letters


def test_what_comes_by_chance_is_no_language() -> None:
    drawn = random.Random(20261127)
    for encoding in ("gb18030", "cp932", "big5", "cp949"):
        letters: list[str] = []
        while len(letters) < 300:
            raw = bytes([drawn.randrange(0xB0, 0xF8), drawn.randrange(0xA1, 0xFE)])
            letters += [letter for letter in raw.decode(encoding, "ignore") if not letter.isascii()]
        assert _mean_cost("".join(letters)) > 9
    for names in (JA, ZH, HANT, KO, RU, WEST):
        assert _mean_cost("\n".join(names)) < 8.5


def test_no_text_costs_less_than_its_letters_do_at_least() -> None:
    read = [name for names in (JA, ZH, HANT, KO, RU, WEST) for name in names]
    for encoding, other in (("utf-8", "cp932"), ("cp932", "gb18030"), ("gb18030", "big5hkscs"), ("utf-8", "cp1252")):
        read += [name.encode(encoding, "ignore").decode(other, "replace") for name in read[:60]]
    dearer = [text for text in read if least_cost(text) < cost_of(text)[0] - 1]
    assert all(least_cost(text) <= cost_of(text)[0] + 1e-9 for text in read)
    assert dearer, "letters of one run are of one language, which costs more"


def test_names_of_encodings_are_those_that_people_use() -> None:
    assert [
        named_encoding(name) for name in ("Shift_JIS", "sjis", "EUC-JP", "GBK", "Big5", "EUC-KR", "ISO-2022-CN")
    ] == [*("cp932", "cp932", "euc_jp", "gb18030", "big5hkscs", "cp949", "iso2022_cn")]
    with pytest.raises(BookError, match="is not an encoding"):
        named_encoding("latin-seven")
