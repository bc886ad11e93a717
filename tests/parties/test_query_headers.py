"""Columns of a list of names are found by their headers as the systems of many countries print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho import Library
from sekisho.i18n.territory_codes import territories_of
from sekisho.parties.lists.headers import column_of
from sekisho.parties.lists.query_file import read_queries


@pytest.mark.parametrize(
    "header",
    [
        *("Kundenname", "Firmenname", "Nom du client", "Nombre del cliente", "Nome cliente", "Razón social"),
        *(
            "업체명",
            "거래처명",
            "客戶名稱",
            "顧客名",
            "仕入先名称",
            "Tên khách hàng",
            "Nazwa klienta",
            "Cust Name",
            "VEND_NAME",
        ),
    ],
)
def test_a_column_of_names_is_known_in_the_languages_of_those_who_ship_on(header: str):
    assert column_of(header) == "name"


@pytest.mark.parametrize(
    "header",
    [
        *("Vendor #", "Customer No.", "Kundennr.", "Name of carrier", "Broker", "Bank name", "Buyer address"),
        *("担当者", "客戶代號", "거래처코드", "Straße", "Ort", "Email"),
    ],
)
def test_what_tells_no_name_is_no_column_of_names(header: str):
    assert not column_of(header).startswith("name")


@pytest.mark.parametrize("header", ["Land", "Pays", "País", "国家", "國家", "국가", "Ctry", "Paese"])
def test_a_column_of_seats_is_known_as_well(header: str):
    assert column_of(header) == "territory"


def test_a_customer_master_is_read_by_its_names_and_not_by_its_numbers(library: Library, tmp_path: Path):
    master = tmp_path / "master.csv"
    master.write_text("Vendor #,Vendor Nm,Ctry\n100234,Naniwa Seiki,JP\n100235,Beta GmbH,DE\n", encoding="utf-8")
    queries = read_queries(master, territories_of(library))
    assert [(query.name, query.territory) for query in queries] == [("Naniwa Seiki", "JP"), ("Beta GmbH", "DE")]
