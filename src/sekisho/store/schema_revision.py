"""The state of a store's tables: made new, brought up to date, or found to be of another program version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from sekisho.errors import Problem, StoreError
from sekisho.message import message
from sekisho.store.location import Store

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


@cache
def newest() -> str:
    """Return the revision of the tables that this program writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101 - the package ships its steps
    return head


def revision_of(connection: Connection) -> str:
    """Return the revision of a store; empty if it is none yet."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def is_older(revision: str) -> bool:
    """Whether this program knows how to bring tables of a revision up to date."""
    return any(step.revision == revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def check_revision(connection: Connection, where: str) -> None:
    """Make sure that the tables are those that this program writes.

    Raises
    ------
    StoreError
        If it is no store yet, or one of an older or newer program.
    """
    found = revision_of(connection)
    if found == newest():
        return
    if not found:
        raise StoreError(
            Problem(
                where=where,
                what=message("store.no_store_yet", "is not a store yet."),
                remedy=message("store.make_it_one", "Make it one with `sekisho store init`."),
            )
        )
    if is_older(found):
        remedy = message("store.copy_then_upgrade", "Make a copy of it, then run `sekisho store upgrade`.")
        raise StoreError(
            Problem(
                where=where,
                what=message(
                    "store.other_revision",
                    "its tables are of revision {found}, not {newest}.",
                    found=str(found),
                    newest=newest(),
                ),
                remedy=remedy,
            )
        )
    what = message(
        "store.later_revision", "its tables are of revision {found}, which a later sekisho made.", found=str(found)
    )
    raise StoreError(
        Problem(
            where=where,
            what=what,
            remedy=message("store.install_version", "Install that version; this one knows {newest}.", newest=newest()),
        )
    )


@contextmanager
def reading(store: Store) -> Iterator[Connection]:
    """Read one state of a store that is up to date."""
    store.check_there()
    with store.reading() as connection:
        check_revision(connection, str(store.name))
        yield connection


def bring_up_to_date(connection: Connection) -> tuple[str, str]:
    """Make the tables, or bring them up to date, in the open transaction; returns the revision before and after."""
    before = revision_of(connection)
    if before != newest():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, newest()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config
