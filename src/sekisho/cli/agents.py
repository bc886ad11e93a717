"""`mcp`: the tools for agents, over standard input and output, or over HTTP on this computer."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import spoken_language, tell
from sekisho.cli.identity_options import identity_options, with_identity
from sekisho.cli.options import library_of, measures_option, workspace_of
from sekisho.errors import InstallationError, Problem
from sekisho.message import message

PORT: Final = 8_001
"""One beside the port of `serve`, so that both can run."""


@click.command(
    "mcp",
    epilog="\b\nExamples:\n  sekisho mcp\n  sekisho mcp --http --port 8001\n\n"
    '\b\nIn the settings of an agent:\n  {"mcpServers": {"sekisho": {"command": "sekisho", "args": ["mcp"]}}}',
)
@click.option("--http", is_flag=True, help="Over streamable HTTP, on this computer alone, instead of standard input.")
@click.option("--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True, help="With --http: the port.")
@identity_options
@measures_option
def mcp(
    *, http: bool, port: int, folders: tuple[Path, ...], matches_file: Path | None, policy_file: Path | None
) -> None:
    """Answer agents over the Model Context Protocol.

    Eight tools: check, screen, classify, `what_changed`, explain, cost, exposure and coverage. They read no file of
    this machine, write none, and ask no network. An answer has at most 8 kB of data, with citations, the day of law and
    what is not covered.
    """
    if find_spec("mcp") is None:
        what = message("agents.not_installed", "the package 'mcp' is not installed.")
        remedy = message("agents.install", "Install it with `{install}`.", install="pip install 'sekisho[agents]'")
        raise InstallationError(Problem(where="mcp", what=what, remedy=remedy))
    import anyio

    from sekisho.agents.server import PATH, serve_here, serve_http

    workspace = workspace_of(with_identity(library_of(folders), policy_file, matches_file))
    if http:
        tell(
            message(
                "agents.listening",
                "Answering at {address}; stop with Ctrl-C.",
                address=f"http://127.0.0.1:{port}{PATH}",
            )
        )
        anyio.run(serve_http, workspace, port, spoken_language())
    else:
        anyio.run(serve_here, workspace, spoken_language())
