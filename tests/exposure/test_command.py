"""`sekisho exposure` as people and programs call it: the contract, files, answers for the book, and mistakes."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from python_calamine import load_workbook
from tests.support.bills import WORKS

from sekisho.cli import main
from sekisho.present.render.terminal import cells

CIVIL = ("--end-use", "civil", "--end-user", "Example Works", "--end-user-kind", "civil", "--knowledge-of-risk", "no")
ON = ("--as-of", "2026-09-30")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    text = "\n".join(line.strip() for line in WORKS.strip().splitlines())
    (tmp_path / "bom.csv").write_text(text + "\n", encoding="utf-8")
    return tmp_path


def call(*words: str) -> Result:
    return CliRunner().invoke(main, [*words], catch_exceptions=False)


@pytest.mark.usefixtures("folder")
def test_the_contract_holds():
    found = call("exposure", "bom.csv", *ON, *CIVIL, "--format", "json")
    assert found.exit_code == 0
    answer = json.loads(found.stdout)
    assert answer["as_of"] == "2026-09-30"
    servo, pump = answer["products"]
    assert (servo["product"], servo["outcome"], pump["outcome"]) == ("servo", "licence", "free")
    assert [part["part"] for part in servo["parts"]] == ["dysprosium"]
    assert servo["revenue_at_risk"] == pytest.approx(13 * 2_000_000 / 365)
    assert servo["weeks"] == pytest.approx(13 / 7)
    assert (pump["revenue_at_risk"], pump["weeks"], pump["parts"]) == (0, 0, [])
    share = servo["prc_content_share"]
    assert (share["low"], share["high"]) == (0, 0)
    assert share["by_reading"]["broad"]["low"] == pytest.approx(8 * 0.4 * 0.35 / 250)
    sides = {reading: one["side"] for reading, one in share["by_reading"].items()}
    assert sides == {"narrow": "below", "central": "below", "broad": "above"}, "each reading has a side of its own"
    assert answer["summary"]["sourcing"]["single"] == 1
    assert answer["remedies"]["revenue_at_risk_after"] == 0


@pytest.mark.usefixtures("folder")
def test_the_contract_holds_without_a_flag():
    """A file is enough; what nobody states is unknown, and the answer is undetermined where it matters."""
    found = call("exposure", "bom.csv", *ON, "--format", "json")
    assert found.exit_code == 0
    for product in json.loads(found.stdout)["products"]:
        assert {"product", "outcome", "parts", "revenue_at_risk", "weeks", "prc_content_share"} <= set(product)
        assert set(product["prc_content_share"]) >= {"low", "high"}


@pytest.mark.usefixtures("folder")
def test_the_text_tells_what_is_at_stake_and_what_would_help():
    text = call("exposure", "bom.csv", *ON, *CIVIL, "--full").stdout
    for said in (
        "bom.csv · 2 products, 9 parts",
        "Stops on day: 50; Because of: dysprosium: Dysprosium metal (1C905.a.1), Hua Metal Ganzhou;",
        "licensed parts arrive 63 days late",
        "dysprosium  ▲ licence required  Hua Metal Ganzhou",
        "servo    0 % below  0 % below  0.448 % at or above",
        "sales at risk fall from USD 71,233 to USD 0",
    ):
        assert said in text
    assert re.search(r"dysprosium +stock +13 +– +USD 64\n", text)
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_what_stops_first_is_told_in_twelve_lines(language: str):
    """The title, counts, sums, products with their causes, what is supposed and the scope; no line over 78 cells."""
    # The oxide is curbed for certain; unless all is civil the housing, of which two products need some, may be too,
    # and would stop them sooner: it stands behind.
    for said in (CIVIL, ()):
        lines = call("exposure", "bom.csv", *ON, *said, "--language", language).stdout.splitlines()
        assert len(lines) <= 12
        assert "servo" in lines[0]
        assert max(map(cells, lines)) <= 78
        whole = " ".join(line.strip() for line in lines)
        places = [whole.find(word, len(lines[0])) for word in ("dysprosium", "1C905.a.1", "housing")]
        assert -1 < places[0] < places[1]
        assert places[2] == -1 if said else places[1] < places[2]


@pytest.mark.usefixtures("folder")
def test_as_many_products_are_told_as_are_asked_for():
    text = call("exposure", "bom.csv", *ON, "--top", "2").stdout
    assert "→ dysprosium: stock for 315 days, 2 other remedies: USD 4,191" in text
    assert "→ sensor: stock for 365 days, 1 other remedy: USD 4,225" in text
    assert "1 more product." in call("exposure", "bom.csv", *ON, "--top", "1").stdout


@pytest.mark.usefixtures("folder")
def test_a_product_is_laid_out_with_bars_of_value():
    text = call("exposure", "bom.csv", *ON, *CIVIL, "--tree", "servo").stdout.splitlines()
    magnet = next(line for line in text if "magnet" in line)
    assert magnet.startswith("      magnet")
    assert re.search(r"8 +20\.8% +██▌ +▲ in its parts +Japan +sole +30 d", magnet)
    assert any("▲ licence required  China" in line for line in text)


@pytest.mark.usefixtures("folder")
def test_a_part_is_found_by_its_number_before_its_name():
    """One part is called what another is numbered: the number wins; letters may be small or capital."""
    Path("named.csv").write_text(
        "parent,part,quantity,description,origin\n,A,,B,\n,B,,pump,\nA,seal,1,,JP\nB,valve,1,twin,JP\nB,plug,1,twin,JP\n",
        encoding="utf-8",
    )

    def tree(part: str) -> Result:
        return call("exposure", "named.csv", *ON, "--tree", part)

    assert tree("B").stdout.startswith("B pump: what it is made of")
    assert tree("PUMP").stdout.startswith("B pump: what it is made of")
    assert "2 parts are called 'twin'. Give the number: valve, plug." in " ".join(tree("twin").stderr.split())
    assert "no part 'pomp'. Did you mean 'pump'?" in " ".join(tree("pomp").stderr.split())


@pytest.mark.parametrize("chart", ["weeks", "products"])
def test_a_chart_is_written_as_a_drawing(folder: Path, chart: str):
    found = call("exposure", "bom.csv", *ON, *CIVIL, "-o", "out.svg", "-o", "out.png", "--chart", chart)
    assert found.exit_code == 0
    drawn = (folder / "out.svg").read_text(encoding="utf-8")
    assert {"weeks": "of revenue is at risk", "products": "servo has most at risk"}[chart] in drawn
    assert (folder / "out.png").read_bytes().startswith(b"\x89PNG")


def test_revenue_that_nobody_states_is_unknown_and_not_nothing(folder: Path):
    """A sum of unknown revenues is no number: in the text, in the data, and in what is drawn."""
    text = (folder / "bom.csv").read_text(encoding="utf-8")
    head, *rows = text.splitlines()
    at = head.split(",").index("revenue")
    bare = [",".join("" if place == at else cell for place, cell in enumerate(row.split(","))) for row in rows]
    (folder / "bom.csv").write_text("\n".join([head, *bare]) + "\n", encoding="utf-8")
    answer = json.loads(call("exposure", "bom.csv", *ON, *CIVIL, "--format", "json").stdout)
    assert (answer["summary"]["revenue"], answer["summary"]["revenue_at_risk"]) == (None, None)
    assert (answer["weekly_revenue_at_risk"], answer["parts"][0]["revenue_at_risk"]) == ([], None)
    said = call("exposure", "bom.csv", *ON, *CIVIL).stdout
    assert "no product states its revenue" in " ".join(said.split())
    assert re.search(r"1\.9 +unknown +1 single", call("exposure", "bom.csv", *ON, *CIVIL, "--full").stdout)
    refused = call("exposure", "bom.csv", *ON, *CIVIL, "-o", "out.svg")
    assert "no product states its revenue. Give products a 'revenue'" in " ".join(refused.stderr.split())
    assert not (folder / "out.svg").exists()


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "xlsx", "html"])
def test_every_kind_of_file_is_written_whole(folder: Path, ending: str):
    out = folder / f"out.{ending}"
    found = call("exposure", "bom.csv", *ON, *CIVIL, "-o", str(out))
    assert found.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["bom.csv", out.name]
    match ending:
        case "csv" | "parquet":
            with duckdb.connect() as connection:
                reader = connection.read_csv if ending == "csv" else connection.read_parquet
                rows = reader(str(out)).project("product, outcome, weeks, broad_share_low").order("product").fetchall()
            assert rows[1] == ("servo", "licence", pytest.approx(13 / 7), pytest.approx(0.00448))
        case "json":
            assert json.loads(out.read_text(encoding="utf-8"))["products"][0]["product"] == "servo"
        case "xlsx":
            book = load_workbook(out)
            assert book.sheet_names[:3] == ["Read me", "Report", "Products"]
            head, first, *_ = book.get_sheet_by_name("Products").to_python()
            assert first[head.index("product")] == "servo"
        case _:
            page = out.read_text(encoding="utf-8")
            assert not re.search(r"\b(src|href)=|url\(|<script|@import", page), "it needs nothing else"
            assert "Content-Security-Policy" in page
            assert page.count("<table") == page.count("<caption>")
            assert page.count('<figure class="chart">') == 2
            assert "of revenue is at risk" in page
            assert "0.448\u00a0% at or above" in page
            assert "Of 2 products, 1 stops within 365 days, whatever is still open." in page


def test_texts_of_a_bill_stay_texts_in_the_workbook_and_on_the_page(folder: Path):
    text = (folder / "bom.csv").read_text(encoding="utf-8")
    (folder / "bom.csv").write_text(text.replace("dysprosium", "=1+1<b>"), encoding="utf-8")
    call("exposure", "bom.csv", *ON, *CIVIL, "-o", "out.xlsx", "-o", "out.html")
    assert "=1+1<b>" in [row[0] for row in load_workbook(folder / "out.xlsx").get_sheet_by_name("Parts").to_python()]
    page = (folder / "out.html").read_text(encoding="utf-8")
    assert "=1+1&lt;b&gt;" in page
    assert "=1+1<b>" not in page


def test_shares_are_answers_that_an_order_book_takes(folder: Path):
    """The book leaves the share of its lines open; the bill settles one, and bounds leave another open."""
    text = (folder / "bom.csv").read_text(encoding="utf-8").replace("8,piece,6.5", "8,piece,6.5 to 7")
    text = text.replace("0.4,g,0.35", "0.4,g,0.001 to 9").replace("revenue", "revenue,description")
    head, *rows = text.splitlines()
    rows = [f"{row},{row.split(',')[1]}" for row in rows]
    (folder / "bom.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    found = call("exposure", "bom.csv", *ON, *CIVIL, "--reading", "broad", "--answers", "shares.csv")
    assert found.exit_code == 0
    with (folder / "shares.csv").open(encoding="utf-8") as file:
        answers = {row["description"]: row["answer"] for row in csv.DictReader(file)}
    assert answers["pump"] == "0"
    low, high = (float(one) for one in answers["servo"].split(" to "))
    assert (low, high) == pytest.approx((8 * 0.4 * 0.001 / 250, 8 * 0.4 * 9 / 250))
    line = "re_export,JP,US,JP,1C905.a.4,no,no,no,Example,civil,civil,no"
    head = "description,movement,departure,destination,origin,control_codes,prc_technology,prior_undertaking"
    head += ",exporter_is_prc_person,end_user,end_user_kind,end_use,knowledge_of_barred_use"
    (folder / "book.csv").write_text(f"{head}\nservo,{line}\npump,{line}\nother,{line}\n", encoding="utf-8")
    lapsed = ("--assume", "ann70_after_2026_11_10=lapsed", "--as-of", "2026-11-24")
    assert call("bulk", "book.csv", "-o", "out.csv", "--answers", "shares.csv", *lapsed).exit_code == 0
    with (folder / "out.csv").open(encoding="utf-8") as file:
        outcomes = {row["line"]: (row["outcome"], row["missing"]) for row in csv.DictReader(file)}
    assert outcomes == {
        "1": ("undetermined", "prc_content_share"),
        "2": ("free", ""),
        "3": ("undetermined", "prc_content_share"),
    }


@pytest.mark.usefixtures("folder")
def test_check_takes_the_share_from_a_bill():
    asked = (
        *("--movement", "re_export", "--departure", "JP", "--destination", "US", "--origin", "JP"),
        *("--control-codes", "1C905.a.4", "--prc-technology", "no", "--prior-undertaking", "no"),
        *("--exporter-is-prc-person", "no", "--end-user", "Example", "--end-user-kind", "civil", "--end-use", "civil"),
        *("--knowledge-of-barred-use", "no"),
        *("--as-of", "2026-11-24", "--assume", "ann70_after_2026_11_10=lapsed", "--format", "json"),
    )
    magnet = json.loads(call("check", *asked, "--bom", "bom.csv", "--product", "magnet").stdout)
    assert magnet["outcome"] == "licence"
    assert magnet["facts"]["prc_content_share"] == "0.0215384615385"
    assert "worked out of bom.csv for 'magnet'" in magnet["cautions"][0]
    stated = json.loads(
        call("check", *asked, "--bom", "bom.csv", "--product", "magnet", "--prc-content-share", "0").stdout
    )
    assert stated["outcome"] == "free", "what is stated goes before what is worked out"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("exposure", "gone.csv"), "gone.csv: no such file."),
        (("exposure", "bom.csv", "--made-in", "Japn"), "made-in: 'Japn' is not a territory."),
        (("exposure", "bom.csv", "--rate", "XXX=2"), "rate XXX: 'XXX' is not a currency."),
        (("exposure", "bom.csv", "--rate", "EUR=-2"), "rate EUR: '-2' is not a rate."),
        (("exposure", "bom.csv", "--tree", "servos"), "no part 'servos'."),
        (("exposure", "bom.csv", "--measure", "cn/nothing"), "says nothing of a share by value."),
        (("exposure", "bom.csv", "-o", "out.pdf"), "cannot write '.pdf'."),
        (("exposure", "bom.csv", "--map", "quantity=Menge"), "no column 'Menge'."),
        (("exposure", "bom.csv", "--end-use", "peace"), "'peace' is not a choice."),
        (("exposure", "bom.csv", "--scenario", "nothing"), "nothing"),
        (("check", "--bom", "bom.csv", *ON), "the bill has 2 products."),
        (("check", "--product", "magnet", *ON), "no bill is named."),
        (("check", "--bom", "bom.csv", "--product", "magnit", *ON), "Did you mean 'magnet'?"),
    ],
)
def test_a_mistake_is_told_with_a_way_out_and_no_trace(words: tuple[str, ...], said: str):
    found = call(*words)
    assert found.exit_code == 1
    assert said in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.usefixtures("folder")
def test_all_mistakes_are_told_at_once():
    found = call("exposure", "gone.csv", "--made-in", "Japn", "--term", "x=narrow", "-o", "out.pdf")
    for said in ("gone.csv: no such file.", "'Japn' is not a territory.", "'x' is not a disputed term", "'.pdf'"):
        assert said in found.stderr


def test_an_example_bill_is_a_bill(folder: Path):
    assert call("example", "bom", "-o", "made.csv", "--seed", "3", "--vague", "0.2").exit_code == 0
    answer = json.loads(call("exposure", "made.csv", *ON, *CIVIL, "--format", "json").stdout)
    assert len(answer["products"]) == 20
    assert answer["bom"]["levels"] == 4
    assert any(product["prc_content_share"]["by_reading"]["broad"]["high"] > 0 for product in answer["products"])
    again = folder / "again.csv"
    call("example", "bom", "-o", "again.csv", "--seed", "3", "--vague", "0.2")
    assert again.read_bytes() == (folder / "made.csv").read_bytes()


@pytest.mark.parametrize("ending", ["xlsx", "json", "html", "csv"])
def test_a_quantity_that_nobody_states_is_unknown_in_every_file(folder: Path, ending: str):
    """Nothing bounds it: no file can hold that as a number, and none breaks over it."""
    text = (folder / "bom.csv").read_text(encoding="utf-8")
    (folder / "bom.csv").write_text(text.replace("dysprosium,0.4,g", "dysprosium,,g"), encoding="utf-8")
    out = folder / f"out.{ending}"
    assert call("exposure", "bom.csv", *ON, *CIVIL, "-o", str(out)).exit_code == 0
    if ending == "json":

        def refuse(word: str) -> float:
            raise AssertionError(word)

        answer = json.loads(out.read_text(encoding="utf-8"), parse_constant=refuse)
        assert answer["products"][0]["parts"][0]["quantity"] is None
        assert "no quantity is stated of 'dysprosium' in 'magnet'." in answer["bom"]["remarks"][0]
