# ruff: noqa: S311, S603 - random lines are no secrets, and it runs the program itself
"""Determinations over REST by many users, each line another, beside a bare route of the same framework.

Usage: python serve.py [--users N] [--think SECONDS] [--seconds SECONDS] [--rate N]

Closed loop: every user asks, waits for the answer, thinks for a time that is drawn anew (exponential, mean as stated),
and asks again. Open loop: lines come at a rate whatever the answers do, and one that has to wait counts its wait from
when it was due; the rate is meant to be more than the server can take, so the answers a second are its capacity. Lines
are those of a made-up order book; of each hundred, COLD name an end user whom nobody has asked of before. The users
and the server share the cores of this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from measuring import machine, percentile, save, show
from web_load import BARE, Asked, cpu_of, exchange, free_port, server

COLD = 20
DAYS = ("2026-09-30", "2026-11-20", "2025-11-30")
SKIPPED = {"line", "date", "description", "hs_code", "value_usd"}
OK = 200
SEED = 1
Rows = list[dict[str, Any]]
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def requests(sekisho: str, number: int = 2000) -> Iterator[bytes]:
    """Yield requests without end, the lines of a made-up book in random order."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "orders.csv"
        made = [sekisho, "example", "orders", "--lines", str(number), "--seed", "1", "-o", str(book)]
        subprocess.run(made, check=True, stderr=subprocess.DEVNULL)
        rows = list(csv.DictReader(book.read_text(encoding="utf-8").splitlines()))
    chance = random.Random(SEED)
    count = 0
    while True:
        row = chance.choice(rows)
        facts: dict[str, object] = {name: value for name, value in row.items() if value and name not in SKIPPED}
        if chance.randrange(100) < COLD:
            count += 1
            facts["end_user"] = f"{facts.get('end_user', 'Example Works')} {count}"
        body = json.dumps({"facts": facts, "as_of": chance.choice(DAYS)}).encode()
        yield Asked("determination", "POST", "/api/determinations", body).request()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    """Keep a connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()


class Found:
    """Seconds of each answer, and answers that are none."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.errors = 0

    async def ask(self, connection: Connection, request: bytes, due: float) -> None:
        """Ask once, and count from when the request was due."""
        status, _ = await exchange(*connection, request)
        self.seconds.append(time.perf_counter() - due)
        self.errors += status != OK


async def closed(port: int, lines: Iterator[bytes], *, users: int, think: float, seconds: float) -> Found:
    """Let users ask, think and ask again."""
    found, until = Found(), time.perf_counter() + seconds

    async def user(number: int) -> None:
        chance = random.Random(SEED + number)
        await asyncio.sleep(chance.random() * think)
        while time.perf_counter() < until:
            async with connected(port) as connection:
                # A connection that a server closed while its user thought is opened anew, as a browser does.
                while time.perf_counter() < until and not connection[0].at_eof():
                    await found.ask(connection, next(lines), time.perf_counter())
                    await asyncio.sleep(chance.expovariate(1 / think))

    await asyncio.gather(*map(user, range(users)))
    return found


async def opened(port: int, lines: Iterator[bytes], *, users: int, rate: float, seconds: float) -> Found:
    """Let lines come at a rate, over as many connections as there are users."""
    found, due = Found(), asyncio.Queue[float]()
    chance = random.Random(SEED)

    async def carry(connection: Connection) -> None:
        while True:
            when = await due.get()
            await found.ask(connection, next(lines), when)

    async with AsyncExitStack() as stack:
        connections = [await stack.enter_async_context(connected(port)) for _ in range(users)]
        carriers = [asyncio.create_task(carry(each)) for each in connections]
        now = began = time.perf_counter()
        while now < began + seconds:
            now += chance.expovariate(rate)
            await asyncio.sleep(max(0.0, now - time.perf_counter()))
            due.put_nowait(now)
        for carrier in carriers:
            carrier.cancel()
        await asyncio.gather(*carriers, return_exceptions=True)
    return found


def measure(name: str, command: list[str], ready: str, lines: Iterator[bytes], given: argparse.Namespace) -> Rows:
    """Measure a server in both ways."""
    port = free_port()
    rows: Rows = []
    with server([part.replace("PORT", str(port)) for part in command], port, ready) as process:
        asyncio.run(closed(port, lines, users=given.users, think=0.01, seconds=2))
        for loop in ("closed", "open"):
            before, began = cpu_of(process), time.perf_counter()
            if loop == "closed":
                work = closed(port, lines, users=given.users, think=given.think, seconds=given.seconds)
            else:
                work = opened(port, lines, users=given.users, rate=given.rate, seconds=given.seconds / 2)
            found = asyncio.run(work)
            spent, cpu = time.perf_counter() - began, cpu_of(process) - before
            rows.append(
                {
                    "server": name,
                    "loop": loop,
                    "answers": len(found.seconds),
                    "errors": found.errors,
                    "a_second": round(len(found.seconds) / spent),
                    "cpu_ms_each": round(1000 * cpu / len(found.seconds), 2),
                    "p50_ms": round(1000 * percentile(found.seconds, 0.5), 1),
                    "p99_ms": round(1000 * percentile(found.seconds, 0.99), 1),
                }
            )
    return rows


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--think", type=float, default=1.0, help="seconds, mean; of the closed loop")
    parser.add_argument("--seconds", type=float, default=10.0, help="of the closed loop; the open one takes half")
    parser.add_argument("--rate", type=float, default=1500.0, help="lines a second; of the open loop")
    given = parser.parse_args()
    sekisho = str(Path(sys.executable).parent / "sekisho")
    lines = requests(sekisho)
    rows = measure("bare route", [sys.executable, "-c", BARE, "PORT"], "/docs", lines, given)
    rows += measure("sekisho serve", [sekisho, "serve", "--port", "PORT"], "/help", lines, given)
    for row in rows:
        bare = next(each for each in rows if each["loop"] == row["loop"])
        row["cpu_to_bare"] = round(row["cpu_ms_each"] / bare["cpu_ms_each"], 1)
    show(
        f"{given.users} users; closed loop: {given.think:g} s of thought; open loop: {given.rate:g} lines a second",
        rows,
    )
    print(save("serve", {"machine": machine(), **vars(given), "rows": rows}))


if __name__ == "__main__":
    main()
