"""A name whose letters are broken is not a name; names in every script of the world are none of these."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sekisho import determine
from sekisho.errors import FactError
from sekisho.files.language import LOST, READ_WRONGLY, WRITTEN_AS_NUMBERS, broken_letters
from sekisho.law.model.library import Library

LISTED = "三菱造船株式会社"
LISTS = Path(__file__).parents[2] / "src" / "sekisho_measures" / "lists"
WAYS = [
    *(("utf-8", wrong) for wrong in ("cp1252", "latin-1", "gb18030", "cp932", "cp949", "cp1251", "cp437", "mac_roman")),
    *(("cp932", wrong) for wrong in ("gb18030", "cp1252", "latin-1", "big5hkscs")),
    *(("euc_jp", wrong) for wrong in ("gb18030", "cp949", "latin-1", "cp1252", "big5hkscs")),
    *(("gb18030", wrong) for wrong in ("cp932", "euc_jp", "latin-1", "cp949", "big5hkscs")),
    *(("big5hkscs", wrong) for wrong in ("gb18030", "cp932", "latin-1")),
]


@pytest.mark.parametrize(("written", "read"), WAYS)
def test_a_listed_name_that_was_read_wrongly_is_told(written: str, read: str) -> None:
    broken = LISTED.encode(written, "ignore").decode(read, "replace")
    assert broken_letters(broken)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ä¸‰è\x8f±é\x80\xa0èˆ¹", READ_WRONGLY),
        ("ä¸‰è±é€ èˆ¹", READ_WRONGLY),
        ("SociÃ©tÃ© GÃ©nÃ©rale", READ_WRONGLY),
        ("M黮ler GmbH", READ_WRONGLY),
        ("????????", LOST),
        ("三菱??株式会社", LOST),
        ("三\ufffd造船", LOST),
        ("\x1b$B;0I)B$A%\x1b(B", READ_WRONGLY),
        ("~{H}AbTl4,~}", READ_WRONGLY),
        ("&#19977;&#33777;&#36896;&#33337;", WRITTEN_AS_NUMBERS),
        ("\\u4e09\\u83f1\\u9020\\u8239", WRITTEN_AS_NUMBERS),
        ("%E4%B8%89%E8%8F%B1", WRITTEN_AS_NUMBERS),
    ],
)
def test_what_happens_to_names_on_their_way_is_told(text: str, why: str) -> None:
    assert broken_letters(text) == why


@pytest.mark.parametrize(
    "name",
    [
        *("Müller GmbH", "Société Générale", "Nestlé®", "São Paulo Ações", "Škoda Děčín", "Łódź", "ÇAĞ Ãı", "L’Oréal"),
        *("Đặng Văn Ngữ Co.", "Công ty Cổ phần Điện Quang", "Ελληνική Βιομηχανία", "АО «Микрон»", "삼성전자", "ﾐﾂﾋﾞｼ"),
        *("ｶ)ﾐﾂﾋﾞｼｼﾞｭｳｺｳ", "髙﨑製作所", "㈱アイウ", "鱻鑫龘有限公司", "犇淼焱科技", "สยามมิชลิน", "الشركة العربية"),
        *(
            "חברה",
            "K+S AG",
            "100% Pure Ltd",
            "What? Ltd",
            "AT&T",
            "R&D &c.",
            "C\\D Ltd",
            "Smith & Co; Sons",
            "東京",
            "堺",
        ),
    ],
)
def test_names_as_they_are_written_are_whole(name: str) -> None:
    assert broken_letters(name) == ""


def test_no_name_on_a_held_list_is_broken() -> None:
    names = set()
    for file in LISTS.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as table:
            for row in csv.DictReader(table):
                for column in ("name", "name_ja", "name_zh", "aliases", "former_names", "weak_aliases"):
                    names |= {name for name in (row.get(column) or "").split("|") if name}
    assert len(names) > 1000
    assert [name for name in names if broken_letters(name)] == []


def test_one_line_with_a_broken_name_is_refused_in_words(library: Library) -> None:
    with pytest.raises(FactError, match="broken"):
        determine({"end_user": "ä¸‰è±é€ èˆ¹"}, library, as_of="2026-09-30")
