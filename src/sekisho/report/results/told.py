"""What a run found, in sentences: three that state it, three to keep in mind, and the title of the bar."""

from __future__ import annotations

from datetime import date

from sekisho.determine.tally import Amount
from sekisho.report.layout import amount, share
from sekisho.report.results.run import Run


def money(part: Amount, run: Run) -> str:
    """Write a value; millions are shortened in English alone, since the others count by ten thousands."""
    value = part.value or 0.0
    return amount(value) if run.words.language == "en" else f"{value:,.0f}"


def figure(part: Amount, run: Run) -> str:
    """Write a number of lines with its share, and its value if the book states values."""
    value = f"; {run.unit} {money(part, run)}" if run.has_values and part.value is not None else ""
    return f"{run.words.counted('line', part.lines)} ({share(part.lines, run.tally.total.lines)}{value})"


def findings(run: Run) -> tuple[str, str, str]:
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
        _open(run, found["undetermined"]),
        words(
            "finding_free",
            free=figure(found["free"], run),
            measures=words.counted("measure", len(run.library.measures)),
            as_of=run.as_of,
        ),
    )


def _open(run: Run, undetermined: Amount) -> str:
    if not undetermined.lines:
        return run.words("finding_settled")
    if not run.tally.waiting:
        return run.words("finding_open_plain", undetermined=figure(undetermined, run))
    most = max(run.tally.waiting, key=lambda each: each.all.lines)
    waiting = run.words.counted("line", most.all.lines)
    return run.words("finding_open", undetermined=figure(undetermined, run), fact=most.fact, waiting=waiting)


def coverage_caveat(run: Run) -> str:
    """Say what was checked; what was not follows it, in the words of the data packages."""
    places = ", ".join(sorted({measure.jurisdiction for measure in run.library.measures.values()}))
    return run.words(
        "caveat_coverage",
        measures=run.words.counted("measure", len(run.library.measures)),
        jurisdictions=places,
        horizon=run.then("horizon"),
    )


def not_covered(run: Run) -> list[str]:
    """Return what no data package covers, in the packages' own words, which are English."""
    return [text for package in run.library.packages for text in package.not_covered]


def late(run: Run) -> str:
    """Warn if the date of law lies after the last day on which sources were read; else nothing."""
    day, horizon = run.text("as_of"), run.then("horizon")
    try:
        is_late = date.fromisoformat(day) > date.fromisoformat(horizon)
    except ValueError:
        return ""
    return run.words("caveat_late", as_of=day) if is_late else ""


def caveats(run: Run) -> tuple[str, str]:
    """Say what undetermined means, and how disputed words were read."""
    turning = run.words.counted("line", run.tally.turning().lines)
    return (
        run.words("caveat_undetermined"),
        run.words("caveat_readings", readings=run.readings, turning=turning),
    )


def counts(run: Run) -> str:
    """Say how many lines were judged, with a gap or without, and how many rows are no lines."""
    none = run.card.get("no_lines")
    rows, total = len(none) if isinstance(none, list | tuple) else 0, run.tally.total.lines
    with_gap = int(run.text("lines_with_gap") or 0)
    return run.words(
        "lines_judged",
        lines=run.words.counted("line", total),
        judged=f"{total - with_gap:,}",
        gap=f"{with_gap:,}",
        rows=run.words.counted("no_line", rows),
    )


def remarks(run: Run) -> list[str]:
    """Say what the reader would miss: values left out, a library that has changed."""
    said = []
    said.append(counts(run))
    if pointing := int(run.text("defence_lines") or 0):
        words = ", ".join(f"{word} {number}" for word, number in run.entry("defence_words").items())
        said.append(run.words("looks_military", lines=run.words.counted("line", pointing), words=words))
    if run.tally.apart:
        said.append(run.words(f"apart_{run.tally.apart}"))
    then, now = run.then("hash"), run.library.hash
    if then != now:
        said.append(run.words("library_changed", then=then[:7], now=now[:7]))
    if run.has_values and run.tally.valued < run.tally.total.lines:
        lines = run.words.counted("line", run.tally.total.lines)
        said.append(run.words("valued_some", valued=f"{run.tally.valued:,}", lines=lines))
    return said


def bar_title(run: Run) -> str:
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


def bar_subtitle(run: Run) -> str:
    """Say what the bar measures, with unit and date."""
    lines = run.words.counted("line", run.tally.total.lines)
    if run.has_values:
        return run.words("bar_both", unit=run.unit, as_of=run.as_of)
    return run.words("bar_lines", lines=lines, as_of=run.as_of)


def bar_source(run: Run) -> str:
    """Say where the bar comes from."""
    return run.words(
        "bar_source",
        book=run.book,
        version=run.then("version"),
        hash=run.then("hash")[:7],
        horizon=run.then("horizon"),
    )


def card_rows(run: Run) -> list[tuple[str, str]]:
    """Return the run card row by row; the folders above the book are left out."""
    words = run.words
    none = words("none")
    unknown = run.card.get("unknown")
    rows = [
        ("card_book", run.book),
        ("card_sha", run.text("book_sha256")),
        ("card_lines", f"{run.tally.total.lines:,}"),
        ("card_as_of", run.as_of),
        ("card_library", run.then("version")),
        ("card_hash", run.then("hash")),
        ("card_horizon", run.then("horizon")),
        ("card_readings", run.readings),
        ("card_assume", "; ".join(f"{name} = {value}" for name, value in run.entry("assume").items()) or none),
        ("card_unknown", ", ".join(map(str, unknown)) if isinstance(unknown, list) and unknown else none),
        ("card_engine", run.text("engine")),
        ("card_unit", run.text("unit") or none),
    ]
    return [(words.titled(key), value) for key, value in rows]


def mapping_rows(run: Run) -> list[tuple[str, str, str]]:
    """Return each fact with its column, and the share of lines in which it is unknown, if the card keeps it."""
    shares = run.entry("unknown_share")
    rows = []
    for fact, column in run.entry("mapping").items():
        known = shares.get(fact)
        rows.append((fact, str(column), share(float(str(known)), 1) if known is not None else ""))
    return rows
