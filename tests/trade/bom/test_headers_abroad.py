"""Headers of bills as firms of other countries print them: what each column is."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.trade.bom.list_roles import role_of


@pytest.mark.parametrize(
    ("header", "role"),
    [
        *[(header, "quantity") for header in ("수량", "소요량", "Qté", "Menge")],
        *[(header, "level") for header in ("레벨", "Niveau", "Stufe", "层级")],
        *[(header, "number") for header in ("품번", "자재번호", "Sachnummer", "物料编码")],
        *[(header, "name") for header in ("품명", "부품명", "Benennung", "Désignation")],
        *[(header, "description") for header in ("규격", "재질", "Werkstoff")],
        *[(header, "supplier") for header in ("공급업체", "Lieferant", "Fournisseur")],
        *[(header, "origin") for header in ("원산지", "Ursprungsland", "Pays d’origine")],
        *[(header, "unit_value") for header in ("단가", "Preis/Stk")],
    ],
)
def test_a_header_of_a_bill_is_known_in_the_languages_of_those_who_build(library: Library, header: str, role: str):
    assert role_of(header, library.facts) == role
