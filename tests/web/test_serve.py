"""`sekisho serve`: this computer alone, one address printed, and nothing left when it stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho.cli import main


def _call(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def _sekisho(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from sekisho.cli import main; main()", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},  # noqa: TID251 - a process of its own needs it
    )


def test_the_pages_are_served_until_they_are_stopped_and_leave_nothing(tmp_path: Path):
    with _sekisho("serve", "--port", "0", folder=tmp_path) as server:
        assert server.stderr is not None
        address = server.stderr.readline().partition(" ")[0]
        try:
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{address}help", timeout=60) as answer:  # noqa: S310 - this computer
                assert answer.status == 200
            book = b"line,departure,destination,control_codes\n1,CN,JP,3C001.a\n"
            sent = urllib.request.Request(f"{address}api/books?name=a.csv&answer=csv", data=book)  # noqa: S310
            with urllib.request.urlopen(sent, timeout=120) as answer:  # noqa: S310 - the same
                assert answer.read().decode().splitlines()[1].startswith("1,undetermined,licence,prohibited")
            assert list(tmp_path.glob("sekisho-serve-*/*"))
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
    assert list(tmp_path.glob("sekisho-serve-*")) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "example.com"])  # noqa: S104 - what is refused
def test_an_address_that_others_reach_is_refused(host: str):
    done = _call("serve", "--host", host)
    assert done.exit_code == 1
    assert f"host: '{host}' is not an address of this computer alone." in done.stderr


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
