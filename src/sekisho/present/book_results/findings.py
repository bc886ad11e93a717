"""What a run found, in sentences: three that state it, three to keep in mind, and the title of the bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sekisho.determination.book.answers import answers_of_card
from sekisho.determination.book.results.counts import Alerted, Amount
from sekisho.determination.book.run_files import OWN_LISTS_USED, own_lists_changed
from sekisho.determination.book.supposition import suppositions_of_card
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED
from sekisho.determination.settle.answer_acts import AnswerAct, acts_of
from sekisho.i18n.law_statements import law_statements
from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import fact_name, speech_of, value_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.effects import effect_of
from sekisho.law.model.fact import fact_label
from sekisho.message import CapitalText, joined, message
from sekisho.parties.index import parties_of
from sekisho.present.book_intake import defence_text, judged_text
from sekisho.present.book_results.assumptions import said_of_all_text
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.own_lists import own_lists_say
from sekisho.present.render.terminal import amount, share
from sekisho.trade.book.cells.numbers import unit_parts


def money(part: Amount, run: ReportedRun) -> str:
    """Write a value; millions are shortened in English alone, since the others count by ten thousands."""
    value = part.value or 0.0
    return amount(value) if run.words.language == "en" else f"{value:,.0f}"


def assumed(run: ReportedRun) -> str:
    """Say what the run assumes, and for how many lines; nothing if it assumes nothing."""
    suppositions = suppositions_of_card(run.card)
    entry = run.entry("suppose")
    by_fact = entry.get("told")
    if suppositions is None or not isinstance(by_fact, Mapping):
        return ""
    words = [
        supposition.told(run.words.language) for fact, supposition in suppositions.facts.items() if fact in by_fact
    ]
    lines = run.words.counted("line", int(str(entry["lines"])))
    return run.words("assumed", lines=lines, words="; ".join(words)) if words else ""


def figure(part: Amount, run: ReportedRun) -> str:
    """Write a number of lines with its share, and its value if the book states values."""
    lines, part_of = run.words.counted("line", part.lines), share(part.lines, run.tally.total.lines)
    scale, currency = unit_parts(run.unit)
    if not run.has_values or part.value is None:
        text = message("boss.figure", "{lines} ({share})", lines=lines, share=part_of)
    else:
        worth: str = quantity("price", currency, scale * part.value) if currency else money(part, run)
        text = message("boss.figure_sum", "{lines} ({share}; {sum})", lines=lines, share=part_of, sum=worth)
    return run.words.say(text)


def findings(run: ReportedRun) -> tuple[str, str, str]:
    """State what was found in three sentences with numbers."""
    words, found = run.words, run.tally.by_headline()
    return (
        words(
            "finding_caught",
            lines=words.counted("line", run.tally.total.lines),
            book=run.book,
            prohibited=figure(found["prohibited"], run),
            licence=figure(found["licence required"], run),
        ),
        _open(run, found["undetermined"] + found.get(FREE_IF_SUPPOSED, Amount())),
        words(
            "finding_free",
            free=figure(found["free"], run),
            measures=words.counted("measure", len(run.library.measures)),
            as_of=run.day_said,
        ),
    )


def _open(run: ReportedRun, undetermined: Amount) -> str:
    if not undetermined.lines:
        return run.words("finding_settled")
    if not run.to_ask:
        return run.words("finding_open_plain", undetermined=figure(undetermined, run))
    most = max(run.to_ask, key=lambda each: each.all.lines)
    waiting = run.words.counted("line", most.all.lines)
    fact = fact_name(most.fact, speech_of(run.library, language=run.words.language))
    return run.words("finding_open", undetermined=figure(undetermined, run), fact=fact, waiting=waiting)


def coverage_caveat(run: ReportedRun) -> str:
    """Say what was checked; what was not follows it, in the words of the data packages."""
    names = speech_of(run.library, language=run.words.language).territories
    codes = sorted({measure.jurisdiction for measure in run.library.measures.values()})
    places = run.words.say(joined([names.get(code, code) for code in codes], "and"))
    return run.words(
        "caveat_coverage",
        measures=run.words.counted("measure", len(run.library.measures)),
        jurisdictions=places,
        horizon=run.horizon_said,
    )


def not_covered(run: ReportedRun) -> list[str]:
    """Return what no data package covers, in the packages' own words, which are English."""
    return [text for package in run.library.packages for text in package.not_covered]


def late(run: ReportedRun) -> str:
    """Warn if the date of law lies after the last day on which sources were read; else nothing."""
    day, horizon = run.text("as_of"), run.then("horizon")
    try:
        is_late = date.fromisoformat(day) > date.fromisoformat(horizon)
    except ValueError:
        return ""
    return run.words("caveat_late", as_of=run.day_said) if is_late else ""


def caveats(run: ReportedRun) -> tuple[str, str]:
    """Say what undetermined means, and how disputed words were read."""
    turning = run.words.counted("line", run.tally.turning().lines)
    return (
        run.words("caveat_undetermined"),
        run.words("caveat_readings", readings=run.readings, turning=turning),
    )


def counts(run: ReportedRun) -> str:
    """Say how many lines were judged, with a gap or without, and how many rows are no lines."""
    none = run.card.get("no_lines")
    rows, total = len(none) if isinstance(none, list | tuple) else 0, run.tally.total.lines
    with_gap = int(run.text("lines_with_gap") or 0)
    return run.words.say(judged_text(total, with_gap=with_gap, no_lines=rows))


def remarks(run: ReportedRun) -> list[str]:
    """Say what the reader would miss: values left out, a library that has changed."""
    said = []
    said.append(counts(run))
    if pointing := int(run.text("defence_lines") or 0):
        words = [(word, int(str(number))) for word, number in run.entry("defence_words").items()]
        said.append(run.words.say(defence_text(pointing, words)))
    if run.tally.apart:
        said.append(run.words(f"apart_{run.tally.apart}"))
    if run.tally.alerts:
        said.append(run.words("alerts_remark", lines=figure(run.tally.alerted, run)))
    then, now = run.then("hash"), run.library.hash
    if then != now:
        said.append(run.words("library_changed", then=then[:7], now=now[:7]))
    if changed := own_lists_changed(run.card, run.library):
        said.append(run.words.say(own_lists_say(changed)))
    if run.has_values and run.tally.valued < run.tally.total.lines:
        lines = run.words.counted("line", run.tally.total.lines)
        said.append(run.words("valued_some", valued=f"{run.tally.valued:,}", lines=lines))
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """A party on a held list, as a report tells it."""

    role: str
    party: str
    zone: str
    list: str
    effect: str
    state: str
    amount: Amount


def alert_rows(run: ReportedRun, *, named: bool = True) -> list[AlertRow]:
    """Say of each party on a held list in which roles it stands, on which list, and what that list does.

    Parameters
    ----------
    named
        Whether parties are named; else those of one list, roles and state are one row.
    """
    entries, tell = parties_of(run.library).by_id, teller_of(run.library, run.words.language)
    rows: dict[tuple[str, ...], AlertRow] = {}
    for alert in run.tally.alerts:
        party = (
            (entries[alert.entity].name_in(run.words.language) if alert.entity in entries else alert.name)
            if named
            else ""
        )
        roles = run.words.say(joined([run.words(f"role_{role}") for role in alert.roles], "comma"))
        key = roles, alert.entity if named else "", alert.list, alert.zone, alert.state
        before = rows[key].amount if key in rows else Amount(0, None if alert.amount.value is None else 0.0)
        rows[key] = AlertRow(
            role=roles,
            party=party,
            zone=run.words(f"zone_{alert.zone}"),
            list=tell(PartyListText(alert.list)),
            effect=_effect(run, alert),
            state=run.words(f"state_{alert.state}"),
            amount=before + alert.amount,
        )
    return sorted(rows.values(), key=lambda row: -row.amount.lines)


def _effect(run: ReportedRun, alert: Alerted) -> str:
    """Return the words of the data package on what a list does; of a list without them, what kind of list it is."""
    effect = effect_of(alert.list, run.library.effects)
    said = effect.in_words(run.words.language) if effect is not None else ""
    return said or run.words(f"effect_{alert.effect or 'unknown'}")


def bar_title(run: ReportedRun) -> str:
    """State the finding of the bar: the largest part."""
    found, total = run.tally.by_headline(), run.tally.total.lines
    if not total:
        return run.words("bar_nothing")
    word = max(found, key=lambda name: found[name].lines)
    return run.words(
        "bar_title",
        part=f"{found[word].lines:,}",
        lines=run.words.counted("line", total),
        share=share(found[word].lines, total),
        word=run.words(word),
    )


def bar_subtitle(run: ReportedRun) -> str:
    """Say what the bar measures, with unit and date."""
    lines = run.words.counted("line", run.tally.total.lines)
    if run.has_values:
        return run.words("bar_both", unit=run.unit_words, as_of=run.day_said)
    return run.words("bar_lines", lines=lines, as_of=run.day_said)


def bar_source(run: ReportedRun) -> str:
    """Say where the bar comes from."""
    return run.words(
        "bar_source",
        book=run.book,
        version=run.then("version"),
        hash=run.then("hash")[:7],
        horizon=run.horizon_said,
    )


def card_rows(run: ReportedRun) -> list[tuple[str, str]]:
    """Return the run card row by row; the folders above the book are left out."""
    words, tell = run.words, teller_of(run.library, run.words.language)
    none = words("none")
    unknown = run.card.get("unknown")
    rows = [
        ("card_book", run.book),
        ("card_sha", run.text("book_sha256")),
        ("card_lines", f"{run.tally.total.lines:,}"),
        ("card_as_of", run.day_said),
        ("card_library", run.then("version")),
        ("card_hash", run.then("hash")),
        ("card_horizon", run.horizon_said),
        *([("card_own_lists", own)] if (own := _own_lists(run)) else []),
        ("card_readings", run.readings),
        *([("card_constants", constants)] if (constants := _constants(run)) else []),
        *([("card_answers", answers)] if (answers := said_of_all_text(_acts(run), run.library, words)) else []),
        ("card_assume", tell(law_statements(run.entry("assume"), run.library)) or none),
        ("card_unknown", _facts(unknown, run) if isinstance(unknown, list) and unknown else none),
        ("card_engine", run.text("engine")),
        ("card_unit", run.unit_words or run.text("unit") or none),
    ]
    return [(words.titled(key), value) for key, value in rows]


def _facts(names: Iterable[object], run: ReportedRun) -> str:
    speech = speech_of(run.library, language=run.words.language)
    return run.words.say(joined([fact_name(FactName(str(name)), speech) for name in names], "comma"))


def _acts(run: ReportedRun) -> tuple[AnswerAct, ...]:
    return acts_of(answers_of_card(run.card))


def _constants(run: ReportedRun) -> str:
    """Name the facts that are the same in every line because somebody said so of the whole book."""
    speech = speech_of(run.library, language=run.words.language)
    values = {
        fact: value_name(FactName(fact), str(entry["value"]), speech)
        for fact, entry in run.entry("constants").items()
        if isinstance(entry, Mapping)
    }
    pairs = [
        message("boss.constant", "{fact}: {value}", fact=CapitalText(fact_label(fact)), value=value)
        for fact, value in values.items()
    ]
    return run.words.say(joined(pairs, "comma")) if pairs else ""


def _own_lists(run: ReportedRun) -> str:
    """Name the party lists of the user's own that were compared, with their versions."""
    stated = run.card.get(OWN_LISTS_USED)
    rows = [row for row in stated if isinstance(row, Mapping)] if isinstance(stated, list) else []
    return ", ".join(f"{row.get('list', '')} {row.get('version', '')}" for row in rows)


def mapping_rows(run: ReportedRun) -> list[tuple[str, str, str]]:
    """Return each fact with its column, and the share of lines in which it is unknown, if the card keeps it."""
    shares = run.entry("unknown_share")
    rows = []
    for fact, column in run.entry("mapping").items():
        part = shares.get(fact)
        rows.append((fact, str(column), share(float(str(part)), 1) if part is not None else ""))
    return rows
