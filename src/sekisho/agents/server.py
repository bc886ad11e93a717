"""The tools over the Model Context Protocol, by its own SDK: on standard input and output, or over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sekisho
from sekisho.agents.answers import ToolAnswer, refusal
from sekisho.agents.tools import AgentTool, ask, instructions_of, tools_of
from sekisho.errors import Problem
from sekisho.message import message
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from mcp.server.lowlevel.server import Server
    from mcp_types import CallToolResult, Tool

NAME: Final = "sekisho"
PATH: Final = "/mcp"
MOST_BODY: Final = 1_000_000
"""Bytes of one message over HTTP: a bill of the longest, and room for its escapes."""


def server_of(workspace: Workspace, language: str = "en") -> Server[Any]:
    """Return a server of the tools before a law, whose problems are told in a language."""
    from anyio import CapacityLimiter, to_thread
    from mcp.server.lowlevel.server import Server
    from mcp_types import CallToolRequestParams, ListToolsResult, PaginatedRequestParams

    tools = {tool.name: tool for tool in tools_of(workspace.library)}
    # One question at a time: costs and bills take all cores and much memory, and a model asks one after the other.
    one_at_a_time = CapacityLimiter(1)

    async def listed(_context: object, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_shown(tool) for tool in tools.values()])

    async def called(_context: object, params: CallToolRequestParams) -> CallToolResult:
        tool, given = tools.get(params.name), params.arguments or {}
        if tool is None:
            return _result(_no_tool(params.name, tools, language))
        return _result(await to_thread.run_sync(ask, tool, given, workspace, language, limiter=one_at_a_time))

    return Server(
        NAME,
        version=sekisho.__version__,
        instructions=instructions_of(workspace.library),
        on_list_tools=listed,
        on_call_tool=called,
    )


async def serve_here(workspace: Workspace, language: str = "en") -> None:
    """Serve the program that started this one, over standard input and output, until it ends."""
    from mcp.server.stdio import stdio_server

    server = server_of(workspace, language)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


async def serve_http(workspace: Workspace, port: int, language: str = "en") -> None:
    """Serve programs of this computer over streamable HTTP, until it is stopped.

    Nobody signs in, so no other computer is listened to, and a page of a browser is refused by its origin.
    """
    import uvicorn

    app = server_of(workspace, language).streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, json_response=True, max_request_body_size=MOST_BODY
    )
    await uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning")).serve()


def _shown(tool: AgentTool) -> Tool:
    from mcp_types import Tool, ToolAnnotations

    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    return Tool(name=tool.name, description=tool.description, input_schema=tool.schema, annotations=reads)


def _result(answer: ToolAnswer) -> CallToolResult:
    from mcp_types import CallToolResult, TextContent

    content: list[Any] = [TextContent(type="text", text=answer.text)]
    return CallToolResult(content=content, structured_content=answer.data, is_error=answer.refused)


def _no_tool(name: str, tools: dict[str, AgentTool], language: str) -> ToolAnswer:
    what = message("agents.no_tool", "there is no tool '{name}'.", name=name[:80])
    remedy = message("agents.tools", "There are: {names}.", names=", ".join(tools))
    return refusal([Problem(where="tool", what=what, remedy=remedy)], language)
