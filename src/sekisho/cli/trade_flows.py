"""Trade statistics under `data`: what is counted under which heading, and putting a table in use."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from sekisho.cli.console import data as show
from sekisho.cli.console import records, tell, width
from sekisho.cli.options import as_date, flows_folder, library_of, today
from sekisho.cli.party_lists import About
from sekisho.files.versions import VersionCard, VersionFolder
from sekisho.impact.shock.trade_flows import KIND, TRADE_FLOWS


def add(file: Path, about: About, *, format: str, folders: Iterable[Path]) -> None:
    """Read trade statistics, show what they hold, and put them in use.

    Raises
    ------
    BookError
        With every row that cannot be read.
    """
    from sekisho.impact.economy.package_folder import alpha3_codes
    from sekisho.impact.materials.package_materials import materials_and_uses
    from sekisho.impact.shock.trade_flows import keep_flows, read_flows
    from sekisho.present.trade_flows import flows_data, flows_text, heading_rows

    day = today()
    fetched = as_date(about.read, where="read") if about.read else day
    library = library_of(folders)
    flows = read_flows(file, alpha3_codes(library))
    materials, _ = materials_and_uses(library)
    named = {hs: [str(item.id) for item in materials.items if hs in item.hs] for hs in {flow.hs6 for flow in flows}}
    if format == "text":
        show(flows_text(file.name, flows, named, route=(materials.seller, materials.importer), width=width()))
    else:
        records(flows_data(flows, named), heading_rows(flows, named), format)
    ask = format == "text" and sys.stdin.isatty()
    if not about.replace and not (ask and click.confirm("Put it in use?", default=False)):
        tell("Nothing was written. --replace puts the table in use.")
        return
    given = VersionCard(title=about.title, url=about.url, read=fetched.isoformat(), added=day.isoformat())
    place = keep_flows(flows_folder(), file, flows, given)
    off = f"`sekisho data use {TRADE_FLOWS} {KIND.none}` takes it out of use."
    tell(f"In use: {TRADE_FLOWS}, version {place.name}. {off}")


def kept_cards() -> list[dict[str, object]]:
    """Describe the tables that are kept; one that was changed since it was added is broken."""
    folder = versions()
    return folder.cards(lambda version: folder.read(version)[0])


def versions() -> VersionFolder:
    """Return the versions that are kept."""
    return VersionFolder(flows_folder(), KIND)
