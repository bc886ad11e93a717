"""Books and results in object storage: fetched and kept whole, and what is wrong told before anything is judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from tests.support.object_server import ACCOUNT, READER, ObjectServer, object_server

import sekisho
from sekisho import BookError, Library
from sekisho.cli import main
from sekisho.examples.orders import write_orders
from sekisho.files.storage import check_writable, fetch, keep

pytest.importorskip("obstore", reason="`pip install 'sekisho[books]'` brings it")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectServer]:
    """A server in the place of Amazon's, and an account that may read and write there."""
    with object_server() as running:
        for name, text in {
            "AWS_ENDPOINT_URL": running.address,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "made-up",
        }.items():
            monkeypatch.setenv(name, text)
        yield running


def test_an_object_is_fetched_whole_and_files_are_kept_beside_each_other(server: ObjectServer, tmp_path: Path):
    server.objects |= {"2026/orders.csv": b"line\n1\n", "out/results.gaps.csv": b"of an earlier run"}
    assert fetch("s3://trade/2026/orders.csv", tmp_path).read_bytes() == b"line\n1\n"
    check_writable("s3://trade/out/results.csv")
    assert "out/results.csv.partial" in server.objects
    card = tmp_path / "results.run.yaml"
    card.write_text("run: x\n", encoding="utf-8")
    keep("s3://trade/out/results.csv", [card], ["results.gaps.csv"])
    assert server.objects == {"2026/orders.csv": b"line\n1\n", "out/results.run.yaml": b"run: x\n"}


@pytest.mark.parametrize(
    ("place", "what", "remedy"),
    [
        ("s3://trade/none.csv", "there is no such object", "Look at the name"),
        ("s3://other/orders.csv", "there is no such object or bucket", "AWS_ENDPOINT_URL"),
        ("s3://trade", "no object is named", "Expected s3://BUCKET/NAME"),
        ("s3://trade/2026/", "no object is named", "Expected s3://BUCKET/NAME"),
    ],
)
def test_what_is_wrong_with_an_address_is_told(
    server: ObjectServer, tmp_path: Path, place: str, what: str, remedy: str
):
    assert not server.objects
    with pytest.raises(BookError) as fault:
        fetch(place, tmp_path)
    (problem,) = fault.value.problems
    assert problem.where == place
    assert what in problem.what
    assert remedy in problem.remedy


def test_an_account_without_rights_is_told_which_right_it_lacks(
    server: ObjectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    server.objects["orders.csv"] = b"line\n1\n"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", READER)
    assert fetch("s3://trade/orders.csv", tmp_path).is_file()
    with pytest.raises(BookError, match=r"refuses this account.*\n.*may write there"):
        check_writable("s3://trade/results.csv")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    with pytest.raises(BookError, match=r"refuses this account.*\n.*may read it"):
        fetch("s3://trade/orders.csv", tmp_path)
    assert server.objects == {"orders.csv": b"line\n1\n"}


def test_all_that_is_wrong_with_both_addresses_is_told_at_once(server: ObjectServer, library: Library):
    with pytest.raises(BookError) as fault:
        sekisho.determine_book("s3://trade/none.csv", library, out="s3://other/results.csv", as_of="2026-09-30")
    assert [problem.where for problem in fault.value.problems] == ["s3://trade/none.csv", "s3://other/results.csv"]
    assert server.objects == {}


@pytest.mark.slow
def test_a_book_in_storage_gives_what_the_same_book_in_a_file_gives(
    server: ObjectServer, library: Library, tmp_path: Path
):
    write_orders(library, out=tmp_path / "orders.csv", lines=200, seed=1)
    server.objects["2026/orders.csv"] = (tmp_path / "orders.csv").read_bytes()
    out = "s3://trade/2026/results.csv"
    there = sekisho.determine_book("s3://trade/2026/orders.csv", library, out=out, as_of="2026-09-30")
    here = sekisho.determine_book(tmp_path / "orders.csv", library, out=tmp_path / "results.csv", as_of="2026-09-30")
    assert server.objects["2026/results.csv"] == here.out.read_bytes() == there.out.read_bytes()
    card = yaml.safe_load(server.objects["2026/results.run.yaml"])
    assert card["book"] == "s3://trade/2026/orders.csv"
    assert card["run"] == here.card["run"]
    assert "2026/results.csv.partial" not in server.objects


@pytest.mark.slow
def test_every_question_on_results_in_storage_reads_them_with_the_files_of_their_run(
    server: ObjectServer, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """`explain`, `settle`, `report` and `letters` say of them what they say of the same files here."""
    monkeypatch.chdir(tmp_path)
    write_orders(library, out=tmp_path / "orders.csv", lines=60, seed=1)
    server.objects["2026/orders.csv"] = (tmp_path / "orders.csv").read_bytes()
    place = "s3://trade/2026/results.csv"
    sekisho.determine_book("s3://trade/2026/orders.csv", library, out=place, as_of="2026-09-30")
    here = sekisho.determine_book(tmp_path / "orders.csv", library, out=tmp_path / "results.csv", as_of="2026-09-30")
    for number, results in enumerate((place, str(here.out))):
        for words in (
            ("explain", results, "--line", "3", "--format", "json"),
            ("settle", results, "-o", f"sheet{number}.csv"),
            ("report", results, "-o", f"report{number}.html"),
            ("letters", results, "-o", f"letters{number}"),
        ):
            told = CliRunner().invoke(main, list(words))
            assert told.exit_code == 0, (words, told.output)
    assert Path("sheet0.csv").read_text(encoding="utf-8") == Path("sheet1.csv").read_text(encoding="utf-8")
    report = Path("report0.html").read_text(encoding="utf-8")
    assert len(report) == len(Path("report1.html").read_text(encoding="utf-8"))
    assert sorted(file.name for file in Path("letters0").iterdir()) == sorted(
        file.name for file in Path("letters1").iterdir()
    )


def test_results_without_a_card_and_an_address_without_an_object_are_told(server: ObjectServer):
    server.objects["results.csv"] = b"line,outcome\n1,free\n"
    for place, lacking in (
        ("s3://trade/results.csv", "s3://trade/results.run.yaml"),
        ("s3://trade/none.csv", "s3://trade/none.csv"),
    ):
        told = CliRunner().invoke(main, ["explain", place, "--line", "1"])
        assert told.exit_code == 1
        assert f"{lacking}: there is no such object" in told.stderr


def test_watch_map_and_compare_read_object_storage_as_every_command_does(
    server: ObjectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    book = "line,departure,destination,control_codes\na,CN,JP,1C905.b\nb,CN,DE,none\n"
    server.objects["orders.csv"] = book.encode()

    def ask(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, [*words])
        return done.exit_code, done.output

    assert ask("map", "s3://trade/orders.csv")[0] == 0
    assert (tmp_path / "orders.csv.mapping.yaml").is_file()
    watched = ("watch", "s3://trade/orders.csv", "--as-of", "2026-09-30")
    assert ask(*watched)[0] == 0
    assert (tmp_path / "orders.watch").is_dir()
    assert ask(*watched)[0] == 0, "the same book, fetched again, is no other"
    server.objects["orders.csv"] = book.replace("a,CN,JP", "a,CN,DE").encode()
    code, said = ask(*watched)
    assert code == 40, said
    for day in ("2023-07-31", "2026-09-30"):
        out = f"s3://trade/{day}/results.parquet"
        assert ask("bulk", "s3://trade/orders.csv", "-o", out, "--as-of", day, "--keep")[0] == 0
    code, said = ask("compare", "s3://trade/2023-07-31/results.parquet", "s3://trade/2026-09-30/results.parquet")
    assert code == 0, said
    code, said = ask("watch", "s3://trade/2023-07-31/results.parquet", "--as-of", "2026-09-30")
    assert code == 40, said
