"""Trade statistics under `data`: what is counted under which heading, and putting a table in use."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from sekisho.cli.console import data as show
from sekisho.cli.console import records, tell, width
from sekisho.cli.options import data_folder, library_of
from sekisho.cli.party_lists import About
from sekisho.impact.shock.trade_flows import KIND, TRADE_FLOWS
from sekisho.service.lists import keep_trade_flows, read_trade_flows


def add(file: Path, about: About, *, format: str, folders: Iterable[Path]) -> None:
    """Read trade statistics, show what they hold, and put them in use.

    Raises
    ------
    BookError
        With every row that cannot be read.
    """
    from sekisho.present.trade_flows import flows_data, flows_text, heading_rows

    card, new = about.card(), read_trade_flows(file, library_of(folders))
    if format == "text":
        show(flows_text(file.name, new.flows, new.materials, route=new.route, width=width()))
    else:
        records(flows_data(new.flows, new.materials), heading_rows(new.flows, new.materials), format)
    ask = format == "text" and sys.stdin.isatty()
    if not about.replace and not (ask and click.confirm("Put it in use?", default=False)):
        tell("Nothing was written. --replace puts the table in use.")
        return
    place = keep_trade_flows(new, file, card, data_folder())
    off = f"`sekisho data use {TRADE_FLOWS} {KIND.none}` takes it out of use."
    tell(f"In use: {TRADE_FLOWS}, version {place.name}. {off}")
