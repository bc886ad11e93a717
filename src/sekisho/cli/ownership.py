"""Tables of who owns whom under `data`: what one holds and changes, and putting it in use."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from sekisho.cli.console import data as show
from sekisho.cli.console import records, say, spoken_language, tell, width
from sekisho.cli.options import data_folder, library_of
from sekisho.cli.party_lists import About, version_in_use
from sekisho.errors import ListError
from sekisho.message import message
from sekisho.present.party_lists import name_of_file
from sekisho.service.ownership import OwnershipRequest, keep_ownership, read_holdings


def add(
    file: Path, about: About, *, format: str, folders: Iterable[Path], own_name: str | None, layout: str | None
) -> None:
    """Read a table of who owns whom, show what it holds and changes, and put it in use.

    Raises
    ------
    ListError
        If it cannot be read, or is not fit to be used.
    """
    from sekisho.present.ownership import ownership_data, ownership_text

    request = OwnershipRequest(name=own_name or name_of_file(file), layout=layout or "")
    card, new = about.card(), read_holdings(request, file, library_of(folders), data_folder())
    if format == "text":
        show(ownership_text(new, full=about.full, language=spoken_language(), width=width()))
    else:
        records(ownership_data(new), list(new.changes), format)
    if new.table.problems:
        raise ListError(new.table.problems)
    ask = format == "text" and sys.stdin.isatty()
    question = say(message("command.put_in_use", "Put it in use?"))
    if not about.replace and not (ask and click.confirm(question, default=False)):
        tell(message("command.no_table_written", "Nothing was written. --replace puts the table in use."))
        return
    place = keep_ownership(new, file, card, data_folder())
    tell(version_in_use(new.name, place.name, none="none"))
