"""`sekisho serve`: this computer alone, one address printed, and nothing left when it stops."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner, Result
from tests.support.web.team import CHEAP, DAY, WORD, people_in, store_in

from sekisho.cli import main
from sekisho.files.temporary import held_alone, sweep
from sekisho.store.audit import entries
from sekisho.web.accounts.accounts import Accounts
from sekisho.web.accounts.principal import Role
from sekisho.web.accounts.tokens import Tokens


def _call(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def _sekisho(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from sekisho.cli import main; main()", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},  # noqa: TID251 - a process of its own needs it
    )


def test_the_pages_are_served_until_they_are_stopped_and_leave_nothing_if_told_so(tmp_path: Path):
    with _sekisho("serve", "--port", "0", "--forget-jobs", folder=tmp_path) as server:
        assert server.stderr is not None
        address = server.stderr.readline().partition(" ")[0]
        try:
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{address}help", timeout=60) as answer:  # noqa: S310 - this computer
                assert answer.status == 200
            book = b"line,departure,destination,control_codes\n1,CN,JP,3C001.a\n"
            sent = urllib.request.Request(f"{address}api/books?name=a.csv&answer=csv", data=book)  # noqa: S310
            with urllib.request.urlopen(sent, timeout=120) as answer:  # noqa: S310 - the same
                (row,) = csv.DictReader(io.StringIO(answer.read().decode()))
            columns = ("line", "row", "triage", "headline", "danger")
            assert tuple(row[name] for name in columns) == ("1", "1", "look", "undetermined", "1")
            assert row["points"].split(";")[0] == "code_stated:3C001.a"
            assert list(tmp_path.glob("sekisho-serve-*/*"))
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
    assert list(tmp_path.glob("sekisho-serve-*")) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "example.com"])  # noqa: S104 - what is refused
def test_an_address_that_others_reach_needs_accounts_names_and_https_and_all_is_told_at_once(host: str):
    done = _call("serve", "--host", host)
    assert done.exit_code == 1
    assert f"accounts: others reach {host}, and no accounts are named." in done.stderr
    assert "sekisho accounts add NAME --role administer --accounts team.db" in done.stderr
    assert "name: no name is stated" in done.stderr
    assert "certificate: passwords would travel for anybody to read." in done.stderr


def test_a_proxy_is_reached_by_others_so_that_accounts_are_needed_there_too():
    done = _call("serve", "--behind-proxy", "127.0.0.1")
    assert done.exit_code == 1
    assert "others reach the proxy, and no accounts are named." in done.stderr
    assert "name: no name is stated" in done.stderr
    assert "certificate:" not in done.stderr


def test_accounts_of_which_none_administers_are_refused(tmp_path: Path):
    place = tmp_path / "team.db"
    Accounts(place, CHEAP, make=True).add("abe", Role.ASK, WORD, DAY)
    done = _call("serve", "--accounts", str(place))
    assert done.exit_code == 1
    assert "contains no account that may administer." in done.stderr
    told = _call("serve", "--accounts", str(tmp_path / "none.db"))
    assert "no file of accounts." in told.stderr


def test_a_certificate_comes_with_its_key_and_both_can_be_read(tmp_path: Path):
    place = tmp_path / "x.pem"
    assert "belong together" in _call("serve", "--certificate", str(place)).stderr
    assert "no such file" in _call("serve", "--certificate", str(place), "--key", str(place)).stderr
    place.write_text("no certificate", encoding="ascii")
    assert "is not a certificate in PEM" in _call("serve", "--certificate", str(place), "--key", str(place)).stderr


def test_who_asks_is_believed_of_a_proxy_that_is_named_and_of_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    seen: list[uvicorn.Config] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, **_: seen.append(self.config))
    monkeypatch.setattr("sekisho.cli.serve._warm", lambda *_: None)
    place = people_in(tmp_path / "team.db").file.place
    assert _call("serve", "--port", "0").exit_code == 0
    proxy = ("--behind-proxy", "10.0.0.2", "--name", "sekisho.example.com", "--accounts", str(place))
    assert _call("serve", "--port", "0", *proxy).exit_code == 0
    assert [one.proxy_headers for one in seen] == [False, True]
    assert seen[1].forwarded_allow_ips == ["10.0.0.2"]
    assert [one.access_log for one in seen] == [False, False]


def _certificate(folder: Path) -> tuple[str, str]:
    """Make a certificate and its key for this computer."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl, which makes a certificate")
    certificate, key = str(folder / "cert.pem"), str(folder / "key.pem")
    made = ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    more = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]
    subprocess.run([*made, *more], check=True, capture_output=True)
    return certificate, key


def test_a_team_is_served_over_https_and_a_token_asks(tmp_path: Path):
    certificate, key = _certificate(tmp_path)
    store, _ = store_in(tmp_path / "results.db")
    accounts = people_in(tmp_path / "team.db")
    _, token = Tokens(accounts).add("abe", "", Role.ASK, DAY, date(2100, 1, 1))
    options = ("--accounts", str(accounts.file.place), "--store", str(store.name), "--name", "sekisho.example.com")
    tls = ("--certificate", certificate, "--key", key)
    with _sekisho("serve", "--port", "0", *options, *tls, folder=tmp_path) as server:
        assert server.stderr is not None
        assert "is saved in" in server.stderr.readline()
        address = server.stderr.readline().partition(" ")[0].replace("sekisho.example.com", "localhost")
        try:
            assert address.startswith("https://localhost:")
            trusted = ssl.create_default_context(cafile=certificate)
            headers = {"authorization": f"Bearer {token}"}
            asked = urllib.request.Request(f"{address}api/facts", headers=headers)  # noqa: S310 - this computer
            with urllib.request.urlopen(asked, timeout=60, context=trusted) as answer:  # noqa: S310 - the same
                assert answer.status == 200
                assert answer.headers["strict-transport-security"]
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(f"{address}api/facts", timeout=60, context=trusted)  # noqa: S310 - the same
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
    assert [one.what for one in entries(store)][1:] == ["server started"]


def test_the_folder_of_a_server_that_was_killed_goes_with_the_next_and_no_other_does(tmp_path: Path):
    with _sekisho("serve", "--port", "0", "--forget-jobs", folder=tmp_path) as server:
        assert server.stderr is not None
        server.stderr.readline()
        (left,) = tmp_path.glob("sekisho-serve-*")
        (left / "book.csv").write_text("secret", encoding="ascii")
        assert sweep(tmp_path) == [], "it runs"
        assert (left.stat().st_mode & 0o777) == 0o700
        server.kill()
    assert left.is_dir()
    other = tmp_path / "sekisho-serve-of-somebody"
    other.mkdir()
    assert sweep(tmp_path) == [left]
    assert list(tmp_path.glob("sekisho-serve-*")) == [other]


@pytest.mark.parametrize("how", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.slow)])
def test_the_folder_of_a_server_that_is_told_to_end_goes_with_it(tmp_path: Path, how: signal.Signals):
    with _sekisho("serve", "--port", "0", "--forget-jobs", folder=tmp_path) as server:
        assert server.stderr is not None
        server.stderr.readline()
        (left,) = tmp_path.glob("sekisho-serve-*")
        (left / "book.csv").write_text("secret", encoding="ascii")
        server.send_signal(how)
        server.wait(60)
    assert not list(tmp_path.glob("sekisho-*"))


def test_jobs_lie_in_a_folder_of_ones_own_that_one_server_works_in(tmp_path: Path):
    jobs = tmp_path / "jobs"
    with _sekisho("serve", "--port", "0", "--jobs", str(jobs), folder=tmp_path) as server:
        assert server.stderr is not None
        server.stderr.readline()
        assert (jobs.stat().st_mode & 0o777) == 0o700
        second = _call("serve", "--port", "0", "--jobs", str(jobs))
        assert second.exit_code == 1
        assert f"another server works in {jobs}." in second.stderr
        server.kill()
    assert list(tmp_path.glob("sekisho-serve-*")) == []


def test_each_file_of_accounts_has_jobs_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen: list[Path] = []
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("sekisho.cli.serve._run", lambda settings, *_: seen.append(settings.folder))
    places = [people_in(tmp_path / name).file.place for name in ("team.db", "other.db")]
    for options in ((), *(("--accounts", str(place)) for place in places)):
        assert _call("serve", "--port", "0", *options).exit_code == 0
    assert len(set(seen)) == 3
    assert {path.parent for path in seen} == {tmp_path / "data" / "sekisho" / "jobs"}


def test_a_second_server_without_a_folder_of_its_own_keeps_jobs_only_while_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sekisho.cli.serve._run", lambda settings, *_: seen.append(settings.folder))
    seen: list[Path] = []
    own = tmp_path / "sekisho" / "jobs" / "alone"
    own.mkdir(parents=True)
    with held_alone(own) as is_held:
        assert is_held
        done = _call("serve", "--port", "0")
    assert done.exit_code == 0
    assert "Another server has your long jobs" in done.stderr
    assert seen[0] != own
    assert not seen[0].exists()


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = _call("serve", "--port", str(taken.getsockname()[1]))
    assert done.exit_code == 1
    assert "cannot be opened (address already in use)" in done.stderr


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    from importlib.machinery import ModuleSpec

    from sekisho.cli import serve

    def absent(name: str) -> ModuleSpec | None:
        return None if name == "uvicorn" else ModuleSpec(name, None)

    monkeypatch.setattr(serve, "find_spec", absent)
    done = _call("serve")
    assert done.exit_code == 1
    assert "pip install 'sekisho[web]'" in done.stderr
