# ruff: noqa: S311, S603 - random goods are no secrets; it starts servers of its own, and asks nobody else
"""Fifty people at once: determinations, pages and screenings over HTTP, beside a bare route of the same framework.

Usage: python web_load.py [--users N] [--requests N] [--book LINES] [--at-once]

Every server runs on this machine alone, on a port of its own, and is asked over kept connections, each user one request
after another without a pause, so that the server is never idle; then at 80 % of the rate that it reached, whatever the
answers do, where an answer that has to wait counts its wait from when it was due. Each request is of another good, so
that no page or answer that is kept is asked for again within a run but by chance. A server builds what its first
questions need while it already answers: it is asked once it rests, or with --at-once as soon as it answers. With
--book, an order book is sent to it meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice
from pathlib import Path

from measuring import machine, save, show

BARE = """
import sys, uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
class Line(BaseModel):
    facts: dict
    as_of: str
app = FastAPI()
@app.post("/api/determinations")
async def bare(line: Line):
    return {"outcome": "free"}
uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="warning")
"""
AS_OF = "2026-09-30"
PLACES = ("JP", "DE", "US", "KR", "TW", "VN")
KINDS = ("civil", "military", "government")
AT_RATE = 0.8
RESTS = 0.05
"""Share of a core that a server uses at most once all is built."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a name, a method, an address, and a body."""

    name: str
    method: str
    path: str
    body: bytes = b""

    def request(self) -> bytes:
        """Write it as HTTP."""
        kind = b"content-type: application/json\r\n" if self.body else b""
        head = f"{self.method} {self.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {len(self.body)}\r\n"
        return head.encode() + kind + b"\r\n" + self.body


def lines(number: int = 6000) -> list[Asked]:
    """Return determinations, of another good, place or kind of user each, in random order."""
    found = []
    for code in goods():
        for place in PLACES:
            for kind in KINDS:
                facts = {"movement": "export", "departure": "CN", "destination": place, "end_user_kind": kind}
                body = json.dumps({"facts": {**facts, "control_codes": [code]}, "as_of": AS_OF}).encode()
                found.append(Asked("determination", "POST", "/api/determinations", body))
    random.Random(1).shuffle(found)
    return found[:number]


def results() -> list[Asked]:
    """Return pages of answers, each of another good or place."""
    found = [
        Asked(
            "result page",
            "GET",
            f"/check/result?as_of={AS_OF}&movement=export&departure=CN&destination={place}&control_codes={code}",
        )
        for code in goods()
        for place in PLACES
    ]
    random.Random(1).shuffle(found)
    return found


def code_pages() -> list[Asked]:
    """Return the pages of codes."""
    return [Asked("code page", "GET", f"/codes/cn/dual-use/{code}") for code in goods()]


@cache
def goods() -> tuple[str, ...]:
    """Return the codes of the control list, in random order."""
    from sekisho import load_measures

    codes = sorted(load_measures().code_names["cn/dual-use"])
    random.Random(1).shuffle(codes)
    return tuple(codes)


def free_port() -> int:
    """Find a port that nobody listens on."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def server(command: list[str], port: int, ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it is no longer needed."""
    process = subprocess.Popen([*command], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                asyncio.run(one(port, Asked("ready", "GET", ready)))
                break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


async def one(port: int, asked: Asked) -> int:
    """Ask once; returns the status."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    status, _ = await exchange(reader, writer, asked.request())
    writer.close()
    return status


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, int]:
    """Send a request and read its answer; returns status and size."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
    await reader.readexactly(length)
    return int(lines[0].split()[1]), length


async def user(port: int, asks: Iterator[bytes], times: int, found: list[float], wrong: list[int]) -> None:
    """Ask again and again over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in islice(asks, times):
        began = time.perf_counter()
        status, _ = await exchange(reader, writer, request)
        found.append(time.perf_counter() - began)
        if status != 200:  # noqa: PLR2004 - OK
            wrong.append(status)
    writer.close()


async def crowd(port: int, asks: Iterator[bytes], users: int, times: int) -> tuple[list[float], list[int]]:
    """Let users ask at once."""
    found: list[float] = []
    wrong: list[int] = []
    await asyncio.gather(*(user(port, asks, times, found, wrong) for _ in range(users)))
    return sorted(found), wrong


async def at_rate(port: int, asks: Iterator[bytes], users: int, rate: float, number: int) -> list[float]:
    """Let so many requests come a second; seconds of each from when it was due, in order of size."""
    found: list[float] = []
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(users):
        free.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    chance = random.Random(2)

    async def ask(due: float, request: bytes) -> None:
        connection = await free.get()
        await exchange(*connection, request)
        found.append(time.perf_counter() - due)
        free.put_nowait(connection)

    due, tasks = time.perf_counter(), []
    for request in islice(asks, number):
        due += chance.expovariate(rate)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(ask(due, request)))
    await asyncio.gather(*tasks)
    return sorted(found)


def rest(process: subprocess.Popen[bytes], most: float = 180.0) -> None:
    """Wait until a server and what it started use next to no processor time."""
    until = time.perf_counter() + most
    while time.perf_counter() < until:
        before = cpu_of_all(process)
        time.sleep(3)
        if cpu_of_all(process) - before < 3 * RESTS:
            return


def children_of(number: int) -> list[int]:
    """Return the processes that a process started."""
    place = Path(f"/proc/{number}/task/{number}/children")
    return [int(one) for one in place.read_text(encoding="ascii").split()] if place.is_file() else []


def cpu_of_all(process: subprocess.Popen[bytes]) -> float:
    """Processor seconds that a process and those that it started have used."""
    return cpu_of_number(process.pid) + sum(map(cpu_of_number, children_of(process.pid)))


def cpu_of_number(number: int) -> float:
    """Return the same of a process by its number; none if it has ended."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(
    name: str, process: subprocess.Popen[bytes], port: int, asked: Sequence[Asked], *, users: int, times: int
) -> dict[str, object]:
    """Measure one kind of request."""
    asks = cycle([one.request() for one in asked])
    asyncio.run(crowd(port, asks, 4, 5))
    before, began = cpu_of_all(process), time.perf_counter()
    found, wrong = asyncio.run(crowd(port, asks, users, times))
    seconds, cpu = time.perf_counter() - began, cpu_of_all(process) - before
    rate = AT_RATE * len(found) / seconds
    steady = asyncio.run(at_rate(port, asks, users, rate, len(found)))
    return {
        "server": name,
        "asked": asked[0].name,
        "requests": len(found),
        "errors": len(wrong),
        "a_second": round(len(found) / seconds),
        "cpu_ms_each": round(1000 * cpu / len(found), 2),
        "p50_ms": round(1000 * found[len(found) // 2], 1),
        "p99_ms": round(1000 * found[int(len(found) * 0.99)], 1),
        "longest_ms": round(1000 * found[-1], 1),
        "at_80_percent_a_second": round(rate),
        "at_80_percent_p99_ms": round(1000 * steady[int(len(steady) * 0.99)], 1),
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--requests", type=int, default=60, help="of each user")
    parser.add_argument("--book", type=int, default=0, help="lines of an order book that is sent meanwhile")
    parser.add_argument("--at-once", action="store_true", help="ask a server that is still building what it needs")
    options = parser.parse_args()
    line, few = lines(), max(4, options.requests // 6)
    rows = []
    port = free_port()
    with server([sys.executable, "-c", BARE, str(port)], port, "/docs") as process:
        rows.append(measure("bare route", process, port, line, users=options.users, times=options.requests))
    port = free_port()
    sekisho = str(Path(sys.executable).parent / "sekisho")
    with server([sekisho, "serve", "--port", str(port)], port, "/help") as process:
        if not options.at_once:
            rest(process)
        measure_page = [Asked("measure page", "GET", f"/measures/cn/2026-01-japan-dual-use?as_of={AS_OF}")]
        for asked in (line, results(), code_pages(), measure_page):
            times = options.requests if asked is line else few
            rows.append(measure("sekisho serve", process, port, asked, users=options.users, times=times))
        if options.book:
            rows.append(with_book(process, port, line, options))
    port = free_port()
    with server([sekisho, "serve", "--port", str(port), "--judges", "2"], port, "/help") as process:
        if not options.at_once:
            rest(process)
        for asked in (line, results(), code_pages()):
            times = options.requests if asked is line else few
            rows.append(measure("with two judges", process, port, asked, users=options.users, times=times))
    show(f"{options.users} users at once", rows)
    print(save("web_load", {"machine": machine(), "users": options.users, "rows": rows}))


def with_book(
    process: subprocess.Popen[bytes], port: int, line: Sequence[Asked], options: argparse.Namespace
) -> dict[str, object]:
    """Measure determinations while an order book is determined."""
    import urllib.request

    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "orders.csv"
        sekisho = str(Path(sys.executable).parent / "sekisho")
        subprocess.run([sekisho, "example", "orders", "--lines", str(options.book), "-o", str(book)], check=True)
        address = f"http://127.0.0.1:{port}/api/books?name=orders.csv&as_of=2026-09-30"
        began = time.perf_counter()
        urllib.request.urlopen(urllib.request.Request(address, data=book.read_bytes())).close()
        print(f"{options.book:,} lines, {book.stat().st_size:,} bytes, sent in {time.perf_counter() - began:.1f} s")
        return measure("with a book at work", process, port, line, users=options.users, times=options.requests)


if __name__ == "__main__":
    main()
