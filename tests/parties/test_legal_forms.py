"""Legal forms of every spelling of the table are read, and compared as section 3 of the names design asks."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from sekisho.law.loading.library import load_measures
from sekisho.law.model.match_policy import Decision, digest_of
from sekisho.parties.folding import fold
from sekisho.parties.form_verdict import form_verdict
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.names import legal_forms
from sekisho.parties.names.folding import PLAIN_CJK
from sekisho.parties.names.form_comparison import FormRelation, are_apart, compare_forms
from sekisho.parties.names.form_table import FormRow, form_rows, letters_key
from sekisho.parties.names.legal_forms import is_only_form, read_form
from sekisho.parties.names.placeholders import names_nobody
from sekisho.parties.register import Register

CORE = "Oribe Kinzoku"
CJK_CORE = "織部金属"
HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
HALF |= {
    unicodedata.normalize("NFKC", chr(code) + mark): chr(code) + mark for code in range(0xFF66, 0xFF9E) for mark in "ﾞﾟ"
}
SPELLINGS = [(row, written) for row in form_rows() for written in row.written]


def half_width(text: str) -> str:
    return "".join(HALF.get(letter, letter) for letter in text)


def full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def is_in_words(written: str) -> bool:
    return all(ord(letter) < 0x530 or letter == "’" or 0x1E00 <= ord(letter) < 0x1F00 for letter in written)


def placed(row: FormRow, written: str) -> list[str]:
    """Write a core with a form, in each of its places."""
    core, gap = (CORE, " ") if is_in_words(written) else (CJK_CORE, "")
    front = row.place != "end" and (not written.startswith("(") or written.endswith(")"))
    end = row.place != "front" and (not written.endswith((")", ".")) or written.startswith("(") or is_in_words(written))
    return [*([f"{written}{gap}{core}"] if front else []), *([f"{core}{gap}{written}"] if end else [])]


def core_of(written: str) -> str:
    return CORE.casefold() if is_in_words(written) else CJK_CORE


def is_read(name: str, row: FormRow, core: str) -> bool:
    reading = read_form(name)
    return reading.core == core and any(row in form.rows for form in reading.forms)


# ---------------------------------------------------------------- the table


def test_the_table_has_the_territories_and_kinds_that_it_promises():
    territories = {territory for row in form_rows() for territory in row.territories}
    promised = (
        "JP",
        "CN",
        "TW",
        "KR",
        "US",
        "GB",
        "DE",
        "FR",
        "NL",
        "IT",
        "PL",
        "CZ",
        "RU",
        "UA",
        "BY",
        "KZ",
        "SG",
        "HK",
    )
    assert set(promised) <= territories
    assert {row.kind for row in form_rows()} == {
        *("original", "translation", "transliteration", "kana", "bank", "abbreviation")
    }
    assert {row.place for row in form_rows()} == {"front", "end", "either"}
    assert len(form_rows()) >= 400


def test_every_spelling_is_read_at_its_place_in_any_width_and_case():
    unread = [
        (way, row.number)
        for row, written in SPELLINGS
        for name in placed(row, written)
        for way in (name, full_width(name), half_width(name), name.upper())
        if not is_read(way, row, core_of(written))
    ]
    assert not unread, unread[:40]


@pytest.mark.parametrize(
    ("name", "core", "elf"),
    [
        ("ｶ)ｵﾘﾍﾞ", "オリベ", "T417"),
        ("ｵﾘﾍﾞ(ﾕ", "オリベ", "DYQK"),
        ("ｺﾞｳﾄﾞｳｶﾞｲｼﾔｵﾘﾍﾞ", "オリベ", "7QQ0"),
        ("かぶしきがいしゃオリベ", "オリベ", "T417"),
        ("株 式 会 社 織 部", "織部", "T417"),
        ("織部株式會社", "織部", "T417"),
        ("織部【株】", "織部", "T417"),
        ("株）織部", "織部", "T417"),
        ("OribeAG", "oribe", "6QQB"),
        ("織部Ltd.", "織部", "H0PO"),
        ("ORIBECO.,LTD.", "oribe", ""),
        ("ORIBEINC.", "oribe", ""),
        ("ORIBELIMITED", "oribe", "H0PO"),
        ("ООО «Орибэ»", "орибэ", "17R7"),
        ("Oribe Obshchestvo s ogranichennoi otvetstvennostyu", "oribe", "17R7"),
        ("Oribe K K", "oribe", "T417"),
        ("Oribe s. r. o.", "oribe", "9HLU"),
        ("Oribe, The Company", "oribe", ""),
        ("国立研究開発法人沿岸技術研究機構", "沿岸技術研究機構", ""),
    ],
)
def test_forms_are_read_as_they_are_written(name: str, core: str, elf: str):
    reading = read_form(name)
    assert reading.core == core
    assert elf in {row.elf for form in reading.forms for row in form.rows}


@pytest.mark.parametrize(
    "name",
    [
        *("SE", "SNC", "Oribe NPO", "НПО Орибэ", "Godo Steel", "捷克分公司", "Unlimited", "Systems Research"),
        *("A.B Oribe", "Incite Oribe", "Coop Himmelblau Oribe", "Oribe Zinc", "Oribe Fund II", "Unlimited Oribe"),
    ],
)
def test_what_is_part_of_a_name_is_no_form(name: str):
    assert read_form(name).forms == ()


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("SE Corporation", "se"),
        ("SAS Oribe Inc.", "sas oribe"),
        ("PT Systems, Inc.", "pt systems"),
        ("A.O. Oribe Corporation", "a.o oribe"),
        ("KG Co., Ltd.", "kg"),
    ],
)
def test_a_short_word_beside_the_form_of_another_country_stays_in_the_name(name: str, core: str):
    assert read_form(name).core == core
    assert names_nobody(name) == ""


NAMES = (
    *("SE", "SNC", "TDK", "オリベ", "AB&Company Co.,Ltd.", "株式会社ＫＫ", "株式会社ＳＣＰ", "Ｓ＆Ｊ株式会社"),
    *("A&T Corporation", "株式会社Ｅ＆Ｅ", "KK Corporation", "GK Co., Ltd.", "SA GmbH"),
)
"""Short names beside a form; the first eight are shaped like those of Japanese listed firms."""


def test_nothing_but_forms_names_nobody():
    only = ("Co., Ltd.", "株式会社", "(株)", "GmbH & Co. KG", "Joint Stock Company", "ｶﾌﾞｼｷｶﾞｲｼｬ", "S.A.", "Sp. z o.o.")
    assert [name for name in only if not is_only_form(name) or not names_nobody(name)] == []
    assert [name for name in NAMES if is_only_form(name) or names_nobody(name)] == []


def test_letters_of_forms_are_looked_up_letter_for_letter():
    """A place in the key is the same place in the name."""
    for row in form_rows():
        for written in row.written:
            assert len(letters_key(written)) == len(written)


# ---------------------------------------------------------------- compared

COMPARED: list[tuple[str, str, FormRelation]] = [
    ("株式会社", "(株)", "same"),
    ("株式会社", "カブシキガイシャ", "same"),
    ("株式会社", "K.K.", "same"),
    ("Co., Ltd.", "Company Limited", "same"),
    ("ООО", "OOO", "same"),
    ("AG", "Aktiengesellschaft", "same"),
    ("有限公司", "有限责任公司", "same"),
    ("株式会社", "Co., Ltd.", "compatible"),
    ("株式会社", "Corporation", "compatible"),
    ("株式会社", "Inc.", "compatible"),
    ("K.K.", "Limited", "compatible"),
    ("有限公司", "Co., Ltd.", "compatible"),
    ("주식회사", "Co., Ltd.", "compatible"),
    ("OOO", "Limited Liability Company", "compatible"),
    ("ПАО", "Public Joint Stock Company", "compatible"),
    ("PAO", "JSC", "compatible"),
    ("АО", "ЗАО", "compatible"),
    ("Ltd.", "Co., Ltd.", "compatible"),
    ("有限会社", "Ltd.", "compatible"),
    ("合同会社", "LLC", "compatible"),
    ("独立行政法人", "Incorporated Administrative Agency", "compatible"),
    ("公司", "股份有限公司", "compatible"),
    ("", "株式会社", "unstated"),
    ("Corporation", "Inc.", "differs"),
    ("Co., Ltd.", "Corporation", "differs"),
    ("Co., Ltd.", "Inc.", "differs"),
    ("AG", "GmbH", "contradicts"),
    ("株式会社", "有限会社", "contradicts"),
    ("株式会社", "合同会社", "contradicts"),
    ("カ)", "(ユ)", "contradicts"),
    ("OOO", "PAO", "contradicts"),
    ("ООО", "ПАО", "contradicts"),
    ("ПАО", "ЗАО", "contradicts"),
    ("S.p.A.", "S.r.l.", "contradicts"),
    ("B.V.", "N.V.", "contradicts"),
    ("Sp. z o.o.", "Spółka Akcyjna", "contradicts"),
    ("有限公司", "股份有限公司", "contradicts"),
    ("LLC", "Inc.", "contradicts"),
    ("plc", "Ltd.", "contradicts"),
    ("株式会社", "GmbH", "contradicts"),
    ("独立行政法人", "株式会社", "contradicts"),
    ("FGUP", "AO", "contradicts"),
    ("GmbH & Co. KG", "GmbH", "contradicts"),
]


def written(form: str) -> str:
    return f"{form} {CORE}" if form in {"АО", "AO", "カ)"} else f"{CORE} {form}"


@pytest.mark.parametrize(("one", "other", "told"), COMPARED)
def test_forms_are_compared_whichever_comes_first(one: str, other: str, told: FormRelation):
    territory = "JP" if "株式会社" in {one, other} and "GmbH" not in {one, other} else ""
    left, right = read_form(written(one)).forms, read_form(written(other)).forms
    assert (bool(left), bool(right)) == (bool(one), bool(other))
    assert compare_forms(left, right, territory) == told
    assert compare_forms(right, left, territory) == told


@pytest.mark.parametrize(
    ("core", "differs", "contradicts"),
    [
        ("oribe", True, True),
        ("織部金属", True, True),
        ("oribe group", True, True),
        ("oribe kinzoku", False, True),
        ("織部金属工業", False, True),
        ("織部マテリアル", False, True),
    ],
)
def test_zones_follow_the_length_of_the_core(core: str, *, differs: bool, contradicts: bool):
    assert are_apart("differs", core) is differs
    assert are_apart("contradicts", core) is contradicts
    assert not any(are_apart(relation, core) for relation in ("same", "compatible", "unstated"))


def test_the_english_name_on_file_is_the_one_to_compare_with():
    own = ("Oribe Corporation", "株式会社オリベ", "Oribe", "Fukube Ltd.")
    assert form_verdict("Oribe Inc.", own, territory="JP").apart
    assert not form_verdict("Oribe Inc.", own[1:3], territory="JP").apart
    assert not form_verdict("オリベ(株)", own, territory="JP").apart
    assert form_verdict("Fukube Corporation", own, former=("Fukube Ltd.",), territory="JP").apart
    assert not form_verdict("Fukube Ltd.", own, former=("Fukube Ltd.",), territory="JP").apart


def test_every_listed_name_keeps_to_its_own_entry():
    """No listed name is put to review by the form of another name of the same entry that reads as the same words."""
    apart = [
        (name, entry.id)
        for entry in load_measures().entries
        for name in entry.names
        if form_verdict(name, entry.names, former=entry.former_names, territory=entry.territory).apart
    ]
    assert apart == []


def test_folding_leaves_out_forms_of_all_kinds():
    ways = (
        "Oribe AG",
        "OribeAG",
        "Oribe Aktiengesellschaft",
        "OOO Oribe",
        "Oribe Open Joint Stock Company",
        "ORIBE,S.P.A.",
    )
    assert {fold(way) for way in ways} == {"oribe"}


# ---------------------------------------------------------------- kana and bank style


@pytest.fixture(scope="module")
def lists() -> PartyIndex:
    return parties_of(load_measures())


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("ｶ)ﾄｰｷﾝ", "match"),
        ("ﾄｰｷﾝ(ｶ", "match"),
        ("トーキンカブシキガイシャ", "match"),
        ("ｶﾌﾞｼｷｶﾞｲｼﾔ ﾄｰｷﾝ", "match"),
        ("ﾄｰｷﾝ(ﾕ", "review"),
        ("ｺﾞｳﾄﾞｳｶﾞｲｼﾔ ﾄｰｷﾝ", "review"),
        ("ﾐﾂﾋﾞｼｿﾞｳｾﾝ(ｶ", "review"),
        ("ｶ)ﾎｿﾔｶｺｳ", "review"),
    ],
)
def test_a_kana_name_is_a_match_if_its_reading_is_on_file_and_else_to_review(name: str, zone: str, lists: PartyIndex):
    assert lists.settle(name).zone == zone


def test_forms_decide_alike_by_equality_and_by_parts(lists: PartyIndex):
    """Equality alone, and the comparison by parts with it, tell the same zone of the same names."""
    names = ("TDK Inc.", "TDK K.K.", "有限会社トーキン", "Hosoya Pyro-Engineering Inc.", "Hosoya Pyro-Engineering GmbH")
    for name in names:
        screened = lists.comparison.screen(name) if lists.comparison else None
        parts = {hit.entry.id: hit.zone for hit in screened.hits} if screened else {}
        assert {hit.entity: hit.zone for hit in lists.equal(name)}.items() <= parts.items()
    assert [lists.settle(name).zone for name in names] == ["review", "match", "review", "match", "review"]


# ---------------------------------------------------------------- decisions


def test_a_decision_holds_for_a_name_with_its_form_in_every_spelling_and_for_no_other_form():
    entry = next(entry for entry in load_measures().entries if entry.id == "jp-ewl-a12")
    decision = Decision(
        name="TDK Inc.", entry=entry.id, same=False, by="a", on=date(2026, 11, 27), digest=digest_of(entry), basis="b"
    )
    register = Register((decision,))
    assert [bool(register.of(name)) for name in ("TDK, INCORPORATED", "tdk inc")] == [True, True]
    assert [bool(register.of(name)) for name in ("TDK Corporation", "TDK", "TDK株式会社", "TDK GmbH")] == [False] * 4


def test_the_head_of_a_group_is_not_sure_where_the_form_contradicts():
    library = load_measures()
    index = PartyIndex(library.entries, library.groups, library.holdings)
    head = next(group for group in library.groups if group.id == "fujitsu")
    assert head.id in index.persons("Fujitsu Limited").sure
    assert head.id not in index.persons("Fujitsu GmbH").sure
    assert head.id in index.persons("Fujitsu GmbH").possible


def test_forms_in_kana_and_chinese_characters_alone_are_read_as_among_other_letters(monkeypatch: pytest.MonkeyPatch):
    """A name in such letters alone is read in a shorter way, with the same result."""
    forms = sorted({written for _, written in SPELLINGS if PLAIN_CJK.fullmatch(written)})
    cores = ("", CJK_CORE, "オリベキンゾク", "織部", "々", "佐々木", "エ", "未定")
    names = [f"{before}{form}{behind}" for form in forms for before in cores for behind in cores]
    read = {name: (read_form(name), is_only_form(name), names_nobody(name)) for name in names}
    assert sum(bool(form.forms) for form, _, _ in read.values()) > len(forms)
    assert sum(only for _, only, _ in read.values()) >= len(forms)
    monkeypatch.setattr(legal_forms, "_is_plain_cjk", lambda name: name is None)
    legal_forms._read.clear()
    for remembered in (is_only_form, legal_forms._searched, names_nobody):
        remembered.cache_clear()
    assert {name: (read_form(name), is_only_form(name), names_nobody(name)) for name in names} == read
