"""Sanctions lists as their publishers print them: invented parties in each layout, known by what the file holds."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.support.parties.party_files import TERRITORIES, table, write
from tests.support.pdf import FONT, new_canvas

from sekisho.errors import ListError
from sekisho.parties.lists.diff import check_list
from sekisho.parties.lists.jsonl import read_lines, write_lines
from sekisho.parties.lists.party_list import PartyList
from sekisho.parties.lists.reader import read_party_list
from sekisho.parties.lists.sanctions_tables import RETIRED


def read(file: Path) -> PartyList:
    """Read a file or folder under the name 'mine'; its layout is known by its content."""
    return read_party_list(file, "mine", TERRITORIES)


EU_COLUMNS = (
    *("fileGenerationDate", "Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_DesignationDate"),
    *("Entity_Remark", "Entity_SubjectType", "Entity_SubjectType_ClassificationCode", "Entity_Regulation_Programme"),
    *("Entity_Regulation_PublicationUrl", "NameAlias_LastName", "NameAlias_FirstName", "NameAlias_WholeName"),
    *("NameAlias_Remark", "Address_City", "Address_Street", "Address_CountryIso2Code", "Address_CountryDescription"),
    *("BirthDate_BirthDate", "Identification_Number", "Citizenship_CountryIso2Code"),
)


def test_rows_of_the_eu_list_are_gathered_by_party_whichever_column_says_what_it_is(tmp_path: Path):
    firm = {"Entity_LogicalId": "7", "Entity_SubjectType": "E", "Entity_Regulation_Programme": "IRN"}
    person = {"Entity_LogicalId": "9", "Entity_SubjectType_ClassificationCode": "person"}
    rows = [
        firm | {"NameAlias_WholeName": "Orion Marine Works", "Entity_DesignationDate": "2024-05-06"},
        firm | {"NameAlias_WholeName": "Orion Works", "Entity_Regulation_Programme": "PRK"},
        firm | {"NameAlias_WholeName": "OMW Group", "NameAlias_Remark": "Low quality a.k.a."},
        firm
        | {"Address_Street": "4 Quay", "Address_City": "Bandar", "Address_CountryIso2Code": "IR"}
        | {"Address_CountryDescription": "IRAN", "Identification_Number": "10102345"},
        person | {"NameAlias_LastName": "Example", "NameAlias_FirstName": "Jane", "Citizenship_CountryIso2Code": "BY"},
    ]
    text = "\ufeff" + table(EU_COLUMNS, rows).replace(",", ";")
    found = read(write(tmp_path / "20261001-FULL-1_1.csv", text))
    assert (found.layout, found.read, found.problems) == ("eu-sanctions", 5, ())
    marine, jane = found.entries
    assert (marine.id, marine.names, marine.weak_names) == (
        "own/mine/7",
        ("Orion Marine Works", "Orion Works"),
        ("OMW Group",),
    )
    assert (marine.territory, marine.listed, marine.identifiers) == ("IR", date(2024, 5, 6), ("10102345",))
    assert (marine.address, marine.note) == ("4 Quay, Bandar, IRAN", "Programmes: IRN; PRK.")
    assert (jane.names, jane.kind, jane.territory) == (("Jane Example",), "person", "BY")


UK_COLUMNS = (
    *("Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1", "Name 2", "Name 3"),
    *("Name 4", "Name 5", "Name type", "Alias strength", "Title", "Name non-latin script", "Regime Name"),
    *("Designation Type", "Other Information", "Address Line 1", "Address Line 6", "Address Postal Code"),
    *("Address Country", "Date Designated", "Nationality(/ies)", "Passport number", "Parent company"),
    "Business registration number (s)",
)


def test_the_uk_list_is_read_below_its_day_and_ships_are_left_out(tmp_path: Path):
    firm = {"Unique ID": "XXX0001", "Designation Type": "Entity", "Regime Name": "The Orion Regulations 2020"}
    person = {"Unique ID": "XXX0002", "Designation Type": "Individual", "Name 6": "EXAMPLE", "Name 1": "Jane"}
    rows = [
        firm | {"Name 6": "OMW", "Name type": "Alias", "Alias strength": "Low quality"},
        firm
        | {"Name 6": "ORION MARINE WORKS", "Name type": "Primary Name", "Name non-latin script": "Орион Марин"}
        | {"Address Line 1": "4 Quay", "Address Postal Code": "12345", "Address Country": "Iran"}
        | {"Date Designated": "29/06/2012", "Business registration number (s)": "(1) 10102345 (2) 20203456"}
        | {"Parent company": "Orion Holding"},
        firm | {"Name 6": "ORION WORKS", "Name type": "Alias", "Alias strength": "Good quality"},
        person
        | {"Name type": "Primary Name", "Nationality(/ies)": "(1) Belarus (2) Poland", "Passport number": "MP1234"},
        *2
        * [{"Unique ID": "XXX0003", "Designation Type": "Ship", "Name 6": "ORION STAR", "Name type": "Primary Name"}],
    ]
    found = read(write(tmp_path / "UK-Sanctions-List.csv", "Report Date: 13-Feb-2026\n" + table(UK_COLUMNS, rows)))
    assert (found.layout, found.remarks) == ("uk-sanctions", ("1 of kind Ship left out: no party.",))
    marine, jane = found.entries
    assert marine.names == ("ORION MARINE WORKS", "Орион Марин", "ORION WORKS")
    assert (marine.weak_names, marine.identifiers) == (("OMW",), ("10102345", "20203456"))
    assert (marine.territory, marine.listed, marine.parent) == ("IR", date(2012, 6, 29), "Orion Holding")
    assert (marine.address, marine.note) == ("4 Quay, 12345, Iran", "Programmes: The Orion Regulations 2020.")
    assert (jane.names, jane.kind, jane.territory, jane.identifiers) == (("Jane EXAMPLE",), "person", "", ("MP1234",))
    assert jane.note == "Several territories: BY, PL."


OFSI_COLUMNS = (
    *("Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Title", "Name Non-Latin Script", "DOB"),
    *("Nationality", "Address 1", "Address 6", "Post/Zip Code", "Country", "Other Information", "Group Type"),
    *("Alias Type", "Alias Quality", "Regime", "Listed On", "UK Sanctions List Date Designated", "Last Updated"),
    "Group ID",
)


def test_the_retired_list_of_ofsi_is_read_and_says_that_it_is_kept_no_longer(tmp_path: Path):
    firm = {"Group ID": "4711", "Group Type": "Entity", "Regime": "Orion", "Listed On": "02/12/2011"}
    rows = [
        firm | {"Name 6": "ORION WORKS", "Alias Type": "Primary name", "Address 1": "4 Quay", "Country": "Iran"},
        firm | {"Name 6": "ORION YARD", "Alias Type": "FKA"},
    ]
    found = read(write(tmp_path / "ConList.csv", "Last Updated,13/05/2022\n" + table(OFSI_COLUMNS, rows)))
    [entry] = found.entries
    assert (found.layout, entry.names, entry.former_names) == (
        "uk-ofsi",
        ("ORION WORKS", "ORION YARD"),
        ("ORION YARD",),
    )
    assert (entry.listed, entry.territory, entry.address) == (date(2011, 12, 2), "IR", "4 Quay, Iran")
    assert found.remarks == (RETIRED,)


def test_denied_persons_are_gathered_by_order_and_an_order_ends_with_its_last_day(tmp_path: Path):
    head = (
        *("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date"),
        *("Standard_Order", "Last_Update", "Action", "FR_Citation"),
    )
    rows = [
        ("ORION, INC.", "1 Dock St", "RENO", "NV", "US", "89501", "06/19/2003", "06/29/2036", "Y", "", "", "68 F.R. 1"),
        ("ORION, INC.", "2 Dock St", "RENO", "NV", "US", "89501", "06/19/2003", "06/29/2036", "Y", "", "", "68 F.R. 1"),
        ("J. EXAMPLE", "", "", "", "", "", "10/16/2017", "", "Y", "", "", "82 F.R. 2"),
    ]
    text = "\n".join("\t".join(f'"{cell}"' for cell in row) for row in (head, *rows))
    found = read(write(tmp_path / "dpl.txt", text))
    orion, jane = found.entries
    assert (found.layout, orion.names, orion.territory) == ("us-denied-persons", ("ORION, INC.",), "US")
    assert (orion.listed, orion.until) == (date(2003, 6, 19), date(2036, 6, 29))
    assert orion.address == "1 Dock St, RENO, NV, 89501, US; 2 Dock St, RENO, NV, 89501, US"
    assert (jane.listed, jane.until, jane.source) == (date(2017, 10, 16), None, "Denied Persons List (BIS) 82 F.R. 2")


def test_the_newer_export_of_denied_persons_has_name_and_address_in_one_cell(tmp_path: Path):
    columns = ("Name and Address", "Effective Date", "Expiration Date", "Type of Denial", "Federal Register Citations")
    row = {"Name and Address": "Orion Trading, Inc., 4 Quay, Reno, NV", "Effective Date": "1/2/2024"}
    text = table(columns, [row | {"Type of Denial": "Standard", "Federal Register Citations": "89 F.R. 3"}])
    [entry] = read(write(tmp_path / "dpl.csv", text)).entries
    assert (entry.names, entry.address, entry.listed) == (
        ("Orion Trading, Inc.",),
        "4 Quay, Reno, NV",
        date(2024, 1, 2),
    )


def test_one_bad_row_is_set_aside_and_told_but_not_more_than_the_limit(tmp_path: Path):
    def list_of(bad: int) -> PartyList:
        rows = [{"Group ID": str(number), "Group Type": "Entity", "Name 6": f"ORION {number}"} for number in range(50)]
        rows += [{"Group ID": f"x{number}", "Group Type": "Entity"} for number in range(bad)]
        return read(write(tmp_path / f"{bad}.csv", table(OFSI_COLUMNS, rows)))

    few = list_of(20)
    assert (len(few.entries), few.problems) == (50, ())
    assert few.remarks[1].startswith("Rows without a name: row 52, row 53, row 54")
    assert few.remarks[1].endswith("These rows were set aside.")
    many = list_of(21)
    with pytest.raises(ListError, match="rows without a name"):
        check_list(many, (), where="x", rows_min=1)


SDN = (
    '101,"ORION MARINE WORKS",-0- ,"IRAN] [IFSR",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. \'OMW\'; Tax ID No. 77"\n'
    '102,"EXAMPLE, Jane","individual","SDGT","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Passport MP1234567 (Belarus)."\n'
    '103,"ORION STAR","vessel","IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
)
ALT = '101,1,"aka","ORION WORKS",-0- \n101,2,"fka","ORION SHIPYARD",-0- \n'
ADD = '101,1,"4 Quay","Bandar 12345","Iran",-0- \n102,2,-0- ,-0- ,"Belarus",-0- \n'
COMMENTS = '101,"44001497 (Russia)."\n\x1a'


def ofac_folder(folder: Path, **tables: str) -> Path:
    """Write tables of OFAC, each by its name, into a folder."""
    for name, text in tables.items():
        write(folder / f"{name}.csv", text)
    return folder


@pytest.mark.parametrize("packed", [False, True])
def test_tables_of_ofac_are_joined_out_of_a_folder_or_an_archive(tmp_path: Path, *, packed: bool):
    place = ofac_folder(tmp_path, sdn=SDN + "\x1a", alt=ALT, add=ADD, sdn_comments=COMMENTS)
    if packed:
        with zipfile.ZipFile(tmp_path / "sdn.zip", "w") as archive:
            for file in tmp_path.glob("*.csv"):
                archive.write(file, f"list/{file.name}")
        place = tmp_path / "sdn.zip"
    read_list = read(place)
    marine, jane = read_list.entries
    assert (read_list.layout, read_list.read) == ("us-ofac", 3)
    assert read_list.remarks == ("1 of kind vessel left out: no party.",)
    assert (marine.id, marine.names) == ("own/mine/101", ("ORION MARINE WORKS", "ORION WORKS", "ORION SHIPYARD"))
    assert (marine.weak_names, marine.former_names) == (("OMW",), ("ORION SHIPYARD",))
    assert (marine.territory, marine.address, marine.identifiers) == (
        "IR",
        "4 Quay, Bandar 12345, Iran",
        ("7744001497",),
    )
    assert marine.note.startswith("Programmes: IRAN; IFSR.")
    assert (jane.names, jane.kind, jane.identifiers) == (("EXAMPLE, Jane", "Jane EXAMPLE"), "person", ("MP1234567",))


def test_parties_of_ofac_without_their_other_names_are_refused_unless_that_is_wanted(tmp_path: Path):
    file = write(tmp_path / "sdn.csv", SDN)
    with pytest.raises(ListError, match="without that of their other names") as fault:
        read(file)
    assert "--names-only" in fault.value.problems[0].remedy
    assert len(read_party_list(file, "mine", TERRITORIES, names_only=True).entries) == 2
    with pytest.raises(ListError, match="no table of parties"):
        read(write(tmp_path / "alt.csv", ALT))


def test_one_broken_row_of_a_table_of_ofac_is_set_aside_and_told(tmp_path: Path):
    found = read(ofac_folder(tmp_path, sdn=SDN + '104,"ORION TWO"\n', alt=ALT))
    assert (len(found.entries), found.problems) == (2, ())
    assert "Rows that are no entry of the layout: row 4 'parties'. These rows were set aside." in found.remarks


OFAC_XML = """<?xml version="1.0"?><sdnList xmlns="https://example.org/any">
<publshInformation><Publish_Date>08/07/2026</Publish_Date></publshInformation>
<sdnEntry><uid>101</uid><lastName>ORION MARINE WORKS</lastName><sdnType>Entity</sdnType>
<programList><program>IRAN</program></programList>
<idList><id><uid>1</uid><idType>Tax ID No.</idType><idNumber>7744001497</idNumber></id>
<id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
<akaList><aka><uid>3</uid><type>a.k.a.</type><category>weak</category><lastName>OMW</lastName></aka>
<aka><uid>4</uid><type>f.k.a.</type><category>strong</category><lastName>ORION SHIPYARD</lastName></aka></akaList>
<addressList><address><uid>5</uid><address1>4 Quay</address1><city>Bandar</city><country>Iran</country></address>
</addressList></sdnEntry>
<sdnEntry><uid>102</uid><firstName>Jane</firstName><lastName>EXAMPLE</lastName><sdnType>Individual</sdnType>
<nationalityList><nationality><uid>6</uid><country>Belarus</country></nationality></nationalityList></sdnEntry>
<sdnEntry><uid>103</uid><lastName>ORION STAR</lastName><sdnType>Vessel</sdnType></sdnEntry></sdnList>"""

UN_XML = """<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z">
<INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>JANE</FIRST_NAME><SECOND_NAME>EXAMPLE</SECOND_NAME>
<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><LISTED_ON>2015-07-01-04:00</LISTED_ON>
<NATIONALITY><VALUE>Belarus</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>JANIE</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DOCUMENT><NUMBER>MP1234567</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>ORION MARINE WORKS</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
<REFERENCE_NUMBER>XXe.002</REFERENCE_NUMBER><LISTED_ON>2009-04-24</LISTED_ON>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>ORION SHIPYARD</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>ORION WORKS</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><STREET>4 Quay</STREET><COUNTRY>Iran</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>"""

UK_XML = """<?xml version="1.0"?><Designations><DateGenerated>13/02/2026</DateGenerated>
<Designation><UniqueID>XXX0001</UniqueID><DateDesignated>29/06/2012</DateDesignated>
<Names><Name><Name6>ORION MARINE WORKS</Name6><NameType>Primary Name</NameType></Name>
<Name><Name6>ORION WORKS</Name6><NameType>Alias</NameType></Name></Names>
<RegimeName>The Orion Regulations 2020</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip>
<Addresses><Address><AddressLine1>4 Quay</AddressLine1><AddressCountry>Iran</AddressCountry></Address></Addresses>
</Designation>
<Designation><UniqueID>XXX0003</UniqueID><IndividualEntityShip>Ship</IndividualEntityShip></Designation>
</Designations>"""


def test_the_xml_of_ofac_says_what_its_tables_say_whatever_its_namespace(tmp_path: Path):
    found = read(write(tmp_path / "sdn.xml", OFAC_XML))
    marine, jane = found.entries
    assert (found.layout, found.read) == ("us-ofac-xml", 3)
    assert (marine.names, marine.weak_names) == (("ORION MARINE WORKS", "ORION SHIPYARD"), ("OMW",))
    assert (marine.territory, marine.identifiers, marine.address) == ("IR", ("7744001497",), "4 Quay, Bandar, Iran")
    assert (jane.names, jane.kind, jane.territory) == (("Jane EXAMPLE",), "person", "BY")


def test_the_list_of_the_united_nations_is_read_with_days_former_and_weak_names(tmp_path: Path):
    found = read(write(tmp_path / "consolidated.xml", UN_XML))
    jane, marine = found.entries
    assert (found.layout, jane.id, jane.names) == ("un-sanctions", "own/mine/XXi.001", ("JANE EXAMPLE",))
    assert (jane.weak_names, jane.listed, jane.territory) == (("JANIE",), date(2015, 7, 1), "BY")
    assert (jane.identifiers, jane.kind) == (("MP1234567",), "person")
    assert (marine.names, marine.former_names) == (
        ("ORION MARINE WORKS", "ORION WORKS", "ORION SHIPYARD"),
        ("ORION SHIPYARD",),
    )
    assert (marine.territory, marine.address, marine.note) == ("IR", "4 Quay, Iran", "Programmes: DPRK.")


def test_the_uk_list_as_xml_and_packed_alone(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "uk.zip", "w") as archive:
        archive.writestr("UK_Sanctions_List.xml", UK_XML)
    found = read(tmp_path / "uk.zip")
    [entry] = found.entries
    assert (found.layout, entry.names, entry.territory) == (
        "uk-sanctions-xml",
        ("ORION MARINE WORKS", "ORION WORKS"),
        "IR",
    )
    assert (entry.listed, found.remarks) == (date(2012, 6, 29), ("1 of kind Ship left out: no party.",))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><CONSOLIDATED_LIST>&e;</CONSOLIDATED_LIST>',
            "entities",
        ),
        ("<CONSOLIDATED_LIST><ENTITIES>", "is not well-formed XML"),
        ("<sanctionsData></sanctionsData>", "the root 'sanctionsData', which is not a known list"),
    ],
)
def test_xml_that_defines_entities_is_cut_off_or_of_another_list_is_refused(tmp_path: Path, text: str, says: str):
    with pytest.raises(ListError, match=says):
        read(write(tmp_path / "list.xml", text))


def test_followthemoney_as_an_array_is_read_and_holdings_in_it_are_told(tmp_path: Path):
    records = [
        {"id": "a", "caption": "Orion Works", "schema": "Company", "properties": {"address": ["4 Quay"]}},
        {"id": "b", "schema": "Company", "properties": {"alias": ["Orion Yard"], "program": ["TEST"]}},
        {"id": "c", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["b"], "percentage": ["60"]}},
    ]
    found = read(write(tmp_path / "list.json", json.dumps(records, indent=2)))
    assert (found.layout, [entry.names for entry in found.entries]) == (
        "followthemoney",
        [("Orion Works",), ("Orion Yard",)],
    )
    assert (found.entries[0].address, found.entries[1].note) == ("4 Quay", "Programmes: TEST.")
    assert found.remarks == ("1 holding was not read: `sekisho data add ownership` takes it from the same file.",)


def test_a_file_without_a_header_that_is_known_is_refused_with_its_first_row(tmp_path: Path):
    with pytest.raises(ListError, match=r"row 1 is not a header of a layout that is known; it begins 'alpha, beta'"):
        read(write(tmp_path / "list.csv", "alpha,beta\n1,2\n"))


@pytest.mark.parametrize(("second", "says"), [("2", ""), ("3", "number 1 is followed by 3: rows were not read.")])
def test_the_list_of_the_japanese_ministry_is_read_out_of_a_pdf_whose_rows_run_on(
    tmp_path: Path, second: str, says: str
):
    head = ["No.", "国名\nCountry or Region", "企業名\nCompany", "別名\nAlso Known As", "懸念区分\nType of WMD"]
    rows = [
        ["1", "イラン\nIran", "Orion Marine\nWorks (オリオン)", "・OMW\n・Orion Techno-\nlogy", "核\nN"],
        [second, "イラン\nIran", "Orion Yard", "", "ミサイル\nM"],
    ]
    file = write_pdf_table(tmp_path / "list.pdf", [head, *rows])
    if says:
        with pytest.raises(ListError, match=says):
            read(file)
        return
    found = read(file)
    marine, yard = found.entries
    assert (found.layout, found.encoding, yard.names) == ("jp-foreign-users", "pdf", ("Orion Yard",))
    assert (marine.names, marine.territory) == (("Orion Marine Works", "オリオン", "Orion Techno-logy"), "IR")
    [remark] = found.remarks
    assert remark.startswith("Cells broken at a hyphen, and joined with it: row 2")
    assert "Techno- logy" in remark


def write_pdf_table(file: Path, rows: list[list[str]]) -> Path:
    """Draw a table with its lines, a cell of several lines below each other."""
    canvas = new_canvas(file)
    canvas.setFont(FONT, 8)
    for number, row in enumerate(rows):
        top = 780 - 50 * number
        for place, cell in enumerate(row):
            canvas.rect(30 + 100 * place, top - 50, 100, 50)
            for line, text in enumerate(cell.split("\n")):
                canvas.drawString(34 + 100 * place, top - 12 - 12 * line, text)
    canvas.save()
    return file


def test_a_list_that_was_kept_before_addresses_were_is_read_without_them(tmp_path: Path):
    found = read(write(tmp_path / "list.csv", "name,address\nOrion Works,4 Quay\n"))
    [line] = write_lines(found.entries).splitlines()
    [entry] = read_lines(line)
    assert (entry.names, entry.address) == (("Orion Works",), "4 Quay")
    [older] = read_lines(json.dumps(json.loads(line)[:-1]).encode())
    assert (older.names, older.address) == (("Orion Works",), "")
