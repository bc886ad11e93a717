"""`audit`: check the trail of a store, list it, and write it out so that it can be checked without the store."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.console import data, records, say, tell
from sekisho.cli.options import format_option, store_option
from sekisho.cli.recording import opened
from sekisho.errors import StoreError
from sekisho.message import counted, message


@click.group()
def audit() -> None:
    """Check, list and write out the audit trail of a store.

    Every entry names its record and the entry before by their hashes: whatever is changed, removed or reordered breaks
    the chain.
    """


@audit.command(
    short_help="Check every entry and every record.",
    epilog="\b\nExamples:\n"
    "  sekisho audit verify --store results.db\n"
    "  sekisho audit verify --file trail.jsonl --head 3f2a9c0d11b4",
)
@click.option(
    "--file", "exported", metavar="TRAIL.jsonl", type=click.Path(path_type=Path), help="Check an export instead."
)
@click.option("--head", default="", metavar="HASH", help="Hash of an entry noted down before; it must still be there.")
@store_option
@format_option
def verify(*, exported: Path | None, head: str, store_place: str | None, format: str) -> None:
    """Check every entry with its own hash, with the entry before and with its record; name the first that does not fit.

    What a chain cannot show by itself is that entries were cut off at its end: note the head down, and give it as
    --head later.
    """
    from sekisho.store.audit import check_export, check_store

    noted = head.lower()
    found = check_export(exported, head=noted) if exported else check_store(opened(store_place), head=noted)
    if format != "text":
        faults = [
            {"where": fault.where, "what": fault.what, "do": fault.remedy, "remedy": fault.remedy}
            for fault in found.faults
        ]
        plain = {"fits": not faults, "entries": found.entries, "records": found.records, "head": found.head}
        records({**plain, "faults": faults}, faults, format)
    if found.faults:
        raise StoreError(found.faults)
    if format == "text":
        fit = message(
            "store.trail_fits",
            "{entries} and {records} fit.",
            entries=counted("store.entries", "{n} entry", "{n} entries", n=found.entries),
            records=counted("store.records", "{n} record", "{n} records", n=found.records),
        )
        data([fit, message("store.head", "Head {hash}", hash=found.head)])


@audit.command("list", short_help="List the entries of the trail.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the last N entries.")
@store_option
@format_option
def list_(*, last: int | None, store_place: str | None, format: str) -> None:
    """List the entries of the trail: when, who, what, and the record that each names."""
    from sekisho.present.store_status import audit_text
    from sekisho.store.audit import entries

    found = entries(opened(store_place), last=last)
    if format == "text":
        data(audit_text(found, say=say))
        return
    plain = [entry.to_dict() for entry in found]
    records(plain, plain, format)


@audit.command(short_help="Write the trail and its records, to be checked without the store.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Where it goes, .jsonl.")
@store_option
def export(*, out: Path, store_place: str | None) -> None:
    """Write every entry with its record, one JSON object a line, exactly in the form that is hashed."""
    from sekisho.files.formats import check_place
    from sekisho.store.audit import export as write

    check_place(out, (".jsonl",))
    found = write(opened(store_place), out)
    written = message(
        "store.trail_written",
        "Wrote {file}: {entries}. Head {hash}",
        file=str(out),
        entries=counted("store.entries", "{n} entry", "{n} entries", n=found.entries),
        hash=found.head,
    )
    data([written])
    if found.faults:
        tell(
            message(
                "store.does_not_fit",
                "The store does not fit its trail; `sekisho audit verify` says where. The export does not fit either.",
            )
        )
