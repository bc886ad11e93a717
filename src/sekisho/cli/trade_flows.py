"""Trade statistics under `data`: what is counted under which heading, and putting a table in use."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from sekisho.cli.console import data as show
from sekisho.cli.console import records, say, spoken_language, tell, width
from sekisho.cli.options import data_folder, library_of
from sekisho.cli.party_lists import About, version_in_use
from sekisho.i18n.package_translation import teller_of
from sekisho.impact.shock.trade_flows import KIND, TRADE_FLOWS
from sekisho.message import message
from sekisho.service.lists import keep_trade_flows, read_trade_flows


def add(file: Path, about: About, *, format: str, folders: Iterable[Path]) -> None:
    """Read trade statistics, show what they hold, and put them in use.

    Raises
    ------
    BookError
        With every row that cannot be read.
    """
    from sekisho.present.trade_flows import flows_data, flows_text, heading_rows

    library = library_of(folders)
    card, new = about.card(), read_trade_flows(file, library)
    teller = teller_of(library, spoken_language()).translator
    if format == "text":
        show(flows_text(file.name, new.flows, new.materials, route=new.route, say=teller.say, width=width()))
    else:
        records(flows_data(new.flows, new.materials), heading_rows(new.flows, new.materials), format)
    ask = format == "text" and sys.stdin.isatty()
    if not about.replace and not (
        ask and click.confirm(say(message("command.put_in_use", "Put it in use?")), default=False)
    ):
        tell(message("command.no_table_written", "Nothing was written. --replace puts the table in use."))
        return
    place = keep_trade_flows(new, file, card, data_folder())
    tell(version_in_use(TRADE_FLOWS, place.name, none=KIND.none))
