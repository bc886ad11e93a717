"""What changed in the law as a feed: Atom, and JSON for programs that read that.

It tells of the law alone: nothing that anybody asked or typed stands in it.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Final

from markupsafe import Markup

from sekisho.present.law.changed_document import FeedEntry, feed_entries
from sekisho.service.law import LawRequest, changes
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Download

SPAN: Final = timedelta(days=365)
"""Days that a feed reaches back: who subscribes today sees the year that led to the law as it is."""
ATOM: Final = "/changes/feed.atom"
JSON_FEED: Final = "/changes/feed.json"
_HEAD: Final = Markup(
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
    "<title>{title}</title><id>urn:sekisho:changes</id><updated>{updated}</updated><author><name>sekisho</name></author>"
    '<link rel="self" href="{atom}"/><link rel="alternate" type="text/html" href="/changes"/>\n'
)
_ENTRY: Final = Markup(
    "<entry><title>{title}</title><id>urn:sekisho:change:{name}</id><updated>{updated}</updated>"
    '<link rel="alternate" type="text/html" href="{place}"/></entry>\n'
)


def feed(visit: RequestContext) -> Answer:
    """Give the changes of the last year, the newest first, in the language of the visit."""
    until = visit.as_of
    request = LawRequest(since=until - SPAN, until=until, as_of=until)
    entries = feed_entries(changes(request, visit.settings.workspace).changes, visit.library)
    title = f"sekisho: {visit.words('nav_changes')}"
    if visit.format == "json":
        return Download(name="changes.json", kind="application/feed+json", text=_json(entries, title, visit))
    return Download(name="changes.atom", kind="application/atom+xml; charset=utf-8", text=_atom(entries, title, visit))


def _atom(entries: list[FeedEntry], title: str, visit: RequestContext) -> str:
    newest = entries[0].day if entries else visit.as_of
    head = _HEAD.format(language=visit.language, title=title, updated=f"{newest}T00:00:00Z", atom=ATOM)
    parts = [
        _ENTRY.format(
            title=visit.tell(entry.title), name=entry.name, updated=f"{entry.day}T00:00:00Z", place=entry.place
        )
        for entry in entries
    ]
    return head + Markup("").join(parts) + Markup("</feed>\n")


def _json(entries: list[FeedEntry], title: str, visit: RequestContext) -> str:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "language": visit.language,
        "home_page_url": "/changes",
        "feed_url": JSON_FEED,
        "items": [
            {
                "id": f"urn:sekisho:change:{entry.name}",
                "url": entry.place,
                "title": visit.tell(entry.title),
                "content_text": visit.tell(entry.title),
                "date_published": f"{entry.day}T00:00:00Z",
            }
            for entry in entries
        ],
    }
    return json.dumps(data, ensure_ascii=False)
