"""What a page says where the command line names a command: the page's own way to the same thing.

A terminal tells a text as it is. Who reads a page or asks over REST cannot run a command; there each sentence that
names one is told otherwise, by its id, wherever it stands: in a problem, a caution or a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.message import JoinedText, Message, Text, joined, message

COMMAND: Final = "`sekisho "
"""Begins a command in a text."""

_MEASURES: Final = message("web.way_measures", "The page “Measures” lists all.")
_ANY_MEASURE: Final = message("web.way_any_measure", "Any measure can be costed too: the page “Measures” lists them.")
_ALL_LISTS: Final = message(
    "web.way_all_lists",
    "The page “Measures” lists measures, “Items” finds codes, “Parties” compares names.",
)
_NEAREST_CODES: Final = message(
    "web.way_nearest_codes", "Nearest: {codes}. The page “Items” lists all.", codes="{codes}"
)
_NAME_BELOW: Final = message("web.way_name_below", "Name an entry below it: the page “Items” lists them.")
_IS_AREA: Final = message(
    "web.way_is_area", "{code} is an area of the list: the page “Items” lists its entries.", code="{code}"
)
_PARAMETERS: Final = message("web.way_parameters", "The page of a code asks for its figures by name.")
_NOTHING_DECIDES: Final = message(
    "web.way_nothing_decides",
    "No figure would decide: the words are too few or fit several entries. Describe the item more fully, or "
    "open the first entries.",
)
_READ_ENTRY: Final = message(
    "web.way_read_entry",
    "Read the entry of {code} under “Items”. Then check the shipment with this code.",
    code="{code}",
)
_ASK_FIGURES: Final = message(
    "web.way_ask_figures",
    "Ask the maker for its figures, and compare them with the entry of {code} under “Items”.",
    code="{code}",
)
_CLASSIFY: Final = message(
    "web.way_classify",
    "The item is not classified. Compare it with {entries}: the page “Items” says what would decide.",
    entries="{entries}",
)
_DECIDE_ONCE: Final = message(
    "web.way_decide_once",
    "A name counts as listed from {match}, and may be listed from {review}. Decide once on the page “Parties”.",
    match="{match}",
    review="{review}",
)
_REVIEW_HOW: Final = message(
    "web.way_review_how",
    "No name is equal to a listed one (match at {match}); is it the same party? Decide once on the page “Parties”.",
    match="{match}",
)
_ENTRIES: Final = message("web.way_entries", "The page “Parties” shows the entry of each name.")
_DECIDE_HERE: Final = message(
    "web.way_decide_here",
    "Ask for the full legal name and the address. Then decide on this page.",
)
_RULE_OUT_HERE: Final = message(
    "web.way_rule_out_here",
    "It counts as listed. If it is another party, decide so on this page.",
)
_TAKE_AGAIN: Final = message(
    "web.way_take_again", "{n} decisions of {file} must be taken again on the page “Parties”.", n="{n}", file="{file}"
)
_CHECK_NAME: Final = message("web.way_check_name", "Check a name on the page “Parties”.")
_FACTS: Final = message("web.way_facts", "The page “API” lists facts and their values.")
_SUGGEST: Final = message(
    "web.way_suggest",
    "The page “Items” suggests a code; {file} keeps the classification of {items}.",
    file="{file}",
    items="{items}",
)
_RUN_AGAIN: Final = message("web.way_run_again", "Run the order list again: “Change the columns” on its page does.")
_NAME_LIST: Final = message("web.way_name_list", "Name an order list that has run.")
_RUN_WITH_LAW: Final = message(
    "web.way_run_with_law",
    "Run the order list again: its results are then saved so that another law can judge them.",
)
_EXPECTED_SHEET: Final = message(
    "web.way_expected_sheet",
    "Expected the sheet of questions from the page of the order list.",
)
_LEAVE_GROUP: Final = message("web.way_leave_group", "Leave it as it stood in the sheet.")
_STATE_IN_GRID: Final = message(
    "web.way_state_in_grid",
    "State what follows from it in the tables on the page of the order list.",
)
_OUTSIDE: Final = message(
    "web.way_outside",
    "! lies outside what was predicted. The answer leaves something open itself, such as a name that may be "
    "listed, or it is new, such as several codes. The page asks on.",
)
_BOTH_LISTS: Final = message("web.way_both_lists", "The page “Measures” lists measures, “Cost” scenarios.")
_NAME_MEASURE: Final = message(
    "web.way_name_measure",
    "Choose a measure, a scenario or a preset: the page “Cost” lists them.",
)
_DEPENDENCE: Final = message("web.way_dependence", "Choose a material from the page “Items”.")
_ONE_WAY: Final = message(
    "web.way_one_way", "One way on alone: choose it on the page “Cost” ({names}).", names="{names}"
)
_TONNES: Final = message(
    "web.way_tonnes",
    "Tonnes are given where a normal month is on file; whoever runs this server can add customs statistics.",
)
_NAME_BY_CODE: Final = message("web.way_name_by_code", "Name one by its code:\n{entries}", entries="{entries}")
_CHECK_AGAIN: Final = message(
    "web.way_check_again",
    "Check these shipments again: “Check a shipment”, or the page of the order list.",
)
_LOOK_UNKNOWN: Final = message(
    "web.way_look_unknown",
    "Check shipments to which an unknown applies: “Check a shipment”.",
)
_IS_UPDATE: Final = message("web.way_is_update", "It came as a law file, instead of the law of the program.")
_TIMELINE_NOTE: Final = message(
    "web.way_timeline_note",
    "Asked of a civil end user that is on no list, a civil end use and no knowledge of a risk. The page "
    "“Coverage” says which measures are covered.",
)
_CHECKED: Final = message(
    "web.way_checked",
    "Checked {measures} (law data {version}, {hash}, sources read to {horizon}). The page “Coverage” lists "
    "what is not covered.",
    measures="{measures}",
    version="{version}",
    hash="{hash}",
    horizon="{horizon}",
)
_COVERAGE: Final = message("web.way_coverage", "The page “Coverage” lists what is not covered.")
_MORE_GAPS: Final = message("web.way_more_gaps", "and {n} more: the page “Coverage” lists all", n="{n}")
_READINGS: Final = message("web.way_readings", "the page of readings shows which words decide")
_LEAVE_COMPARE: Final = message(
    "web.way_leave_compare",
    "Leave out the comparison: the page of a code follows it over time.",
)
_TWO_DAYS: Final = message("web.way_two_days", "Name two different days.")
_FORECAST_FILE: Final = message("web.way_forecast_file", "Expected a file of forecasts from the page of a forecast.")
_ASK_ELSEWHERE: Final = message(
    "web.way_ask_elsewhere",
    "Name the goods, and where they go. “What changed” tells changes of law, “Parties” asks of a name, “Cost” of "
    "costs.",
)
_SUMMARY: Final = message("web.way_summary", "Take the page for the boss, or the results file itself.")
_MAP: Final = message("web.way_map", "The page of the columns makes one.")
_OPERATOR: Final = message("web.way_operator", "Ask whoever runs this server.")
_ADD_TABLE: Final = message("web.way_add_table", "None is known here; whoever runs this server can add one.")
PAGE_WAYS: Final[Mapping[str, Message]] = {
    "book.checked": _CHECKED,
    "book.map_writes": _MAP,
    "book.map_writes_one": _MAP,
    "caution.not_classified": _CLASSIFY,
    "check.decide_once": _DECIDE_ONCE,
    "check.more_gaps": _MORE_GAPS,
    "check.see_coverage": _COVERAGE,
    "check.see_readings": _READINGS,
    "classify.brief_next_code": _READ_ENTRY,
    "classify.brief_next_figures": _ASK_FIGURES,
    "classify.name_below": _NAME_BELOW,
    "classify.nothing_decides": _NOTHING_DECIDES,
    "command.compare_law": _OPERATOR,
    "command.compare_tables": _OPERATOR,
    "command.leave_compare": _LEAVE_COMPARE,
    "command.name_version": _OPERATOR,
    "command.screen_shows_ids": _ENTRIES,
    "command.version_or_use": _OPERATOR,
    "error.facts_lists_all": _FACTS,
    "error.facts_lists_facts": _FACTS,
    "error.items_kept": _SUGGEST,
    "error.run_again": _RUN_AGAIN,
    "error.take_again": _TAKE_AGAIN,
    "file.data_list": _OPERATOR,
    "file.mend_in_use": _OPERATOR,
    "file.remove_version": _OPERATOR,
    "impact.add_table": _ADD_TABLE,
    "impact.ask_by_name": _DEPENDENCE,
    "impact.both_lists": _BOTH_LISTS,
    "impact.by_measure": _ANY_MEASURE,
    "impact.data_lists": _OPERATOR,
    "impact.flows_without_tonnes": _TONNES,
    "impact.measures_lists": _MEASURES,
    "impact.name_measure": _NAME_MEASURE,
    "impact.one_way_alone": _ONE_WAY,
    "impact.state_unit": _OPERATOR,
    "impact.state_year": _OPERATOR,
    "impact.table_lists": _OPERATOR,
    "item.lists_of": _ALL_LISTS,
    "item.name_by_code": _NAME_BY_CODE,
    "item.nearest": _NEAREST_CODES,
    "item.parameters": _PARAMETERS,
    "law.brief_check_again": _CHECK_AGAIN,
    "law.brief_look_unknown": _LOOK_UNKNOWN,
    "law.is_update": _IS_UPDATE,
    "law.timeline_note": _TIMELINE_NOTE,
    "lawdata.archive_expected": _OPERATOR,
    "lawdata.codes_of": _FACTS,
    "lawdata.facts_more": _FACTS,
    "lawdata.go_back": _OPERATOR,
    "lawdata.is_area": _IS_AREA,
    "lawdata.list_laws": _OPERATOR,
    "lawdata.measures_lists": _MEASURES,
    "lawdata.no_books": _OPERATOR,
    "lawdata.remove_law": _OPERATOR,
    "lawdata.screen_it": _CHECK_NAME,
    "lawdata.two_days": _TWO_DAYS,
    "lawdata.what_lists": _ALL_LISTS,
    "nowcast.expected_forecast_file": _FORECAST_FILE,
    "parties.ownerships_beside": _OPERATOR,
    "report_file.summary_instead": _SUMMARY,
    "rescreen.run_with_keep": _RUN_WITH_LAW,
    "run.bring_all": _RUN_AGAIN,
    "run.card_beside": _RUN_AGAIN,
    "run.card_of_other": _RUN_AGAIN,
    "run.name_results": _NAME_LIST,
    "run.newer_program": _RUN_AGAIN,
    "run.with_keep": _RUN_WITH_LAW,
    "screen.brief_decide_short": _DECIDE_HERE,
    "screen.brief_rule_out_short": _RULE_OUT_HERE,
    "screen.review_how": _REVIEW_HOW,
    "settle.expected_sheet": _EXPECTED_SHEET,
    "settle.leave_group": _LEAVE_GROUP,
    "settle.outside": _OUTSIDE,
    "settle.state_in_grid": _STATE_IN_GRID,
    "store.abandons": _OPERATOR,
    "store.audit_lists": _OPERATOR,
    "store.copy_then_upgrade": _OPERATOR,
    "store.cut_short": _RUN_AGAIN,
    "store.expected_trail": _OPERATOR,
    "store.import_keeps": _OPERATOR,
    "store.make_it": _OPERATOR,
    "store.make_it_one": _OPERATOR,
    "store.make_store": _OPERATOR,
    "store.repeat_run": _OPERATOR,
    "store.resumes": _OPERATOR,
    "store.status_lists": _OPERATOR,
    "web.accounts_list": _OPERATOR,
    "web.make_accounts": _OPERATOR,
    "web.printed_address": _OPERATOR,
    "web.start_serve": _OPERATOR,
    "web.token_list": _OPERATOR,
    "words.ask_elsewhere": _ASK_ELSEWHERE,
}
"""By the id of a text that names a command: what a page says instead, with the same values in its places."""


def on_page(text: str) -> str:
    """Return a text as a page tells it: without a command that its reader cannot run.

    >>> lists = message("lawdata.measures_lists", "`sekisho measures` lists all.")
    >>> on_page(joined(["No such measure.", lists], "sentence"))
    'No such measure. The page “Measures” lists all.'
    """
    if not isinstance(text, Text) or COMMAND not in text:
        return text
    if isinstance(text, JoinedText):
        return joined(map(on_page, text.parts), text.joint)
    if not isinstance(text, Message):
        return text
    way = PAGE_WAYS.get(text.id)
    if way is not None:
        return Message(way.id, way.english, text.parameters)
    parts = {name: on_page(part) if isinstance(part, str) else part for name, part in text.parameters.items()}
    return Message(text.id, text.english, parts, text.plural)
