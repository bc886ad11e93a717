"""Random lines for the library as it ships: its codes, its listed names, and the values of every fact."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.support.synthetic_law import Line

from sekisho import Library
from sekisho.law.dates.calendar import change_days

TERRITORIES = ("CN", "JP", "US", "KP", "DE", "NO", "NA", "TW", "HK", "RU")
SHARES = ("0", "0.0009", "0.001", "0.0011", "0.1", "0.25", "0.4999", "0.5", "1")
SKIPPED = frozenset({"parameters", "date", "value"})
PLAIN_TEXTS = ("steel plate", "銀行向け端末", "heliumfree", "anti-drone radar")
PLAIN_CODES = ("850440", "2804100000", "8807", "280429")
TELLING_DAYS = (
    date(2024, 11, 30),
    date(2025, 10, 9),
    date(2025, 12, 1),
    date(2026, 1, 6),
    date(2026, 2, 24),
    date(2026, 11, 10),
    date(2026, 11, 11),
    date(2026, 11, 24),
    date(2026, 11, 28),
    date(2026, 12, 5),
)


def telling_days(library: Library) -> list[date]:
    """The day of each change in the law and the day before it, and days on which the state of the law is open."""
    one = timedelta(days=1)
    return sorted({*TELLING_DAYS, *(day - shift for day in change_days(library) for shift in (one, 0 * one))})


class Trader:
    """Makes random lines that meet the library's tests often."""

    def __init__(self, library: Library, chance: random.Random) -> None:
        self.library, self.chance = library, chance
        names = [name for entry in library.entries for name in (*entry.names, *entry.identifiers)]
        names += [name for group in library.groups for name in group.names]
        weak = [name for entry in library.entries for name in entry.weak_names]
        self.listed = {name for entry in library.entries if entry.list.startswith("cn/") for name in entry.names} - {
            name for entry in library.entries for name in entry.weak_names
        }
        self.names, self.weak = sorted(set(names)), sorted(set(weak))
        self.military = {
            name
            for entry in library.entries
            if entry.list.endswith("/military-users")
            for name in (*entry.names, *entry.weak_names)
        }
        self.codes = sorted(library.facts.schemes["cn/dual-use"])
        self.telling = [
            code
            for code in self.codes
            if code.startswith(("1C9", "2B902", "3C", "1E902", "6C", "1C108", "9A", "7A103", "0A903"))
        ]

    def code(self) -> str:
        """A code as fine or as coarse as it comes, sometimes only a possible one."""
        code = self.chance.choice(self.telling if self.chance.random() < 0.7 else self.codes)
        if self.chance.random() < 0.2:
            code = self.chance.choice([code[:1], code[:2], code[:5], code.rpartition(".")[0] or code])
        return f"?{code}" if self.chance.random() < 0.2 else code

    def codes_of_an_item(self) -> str:
        """None, one code or several."""
        if self.chance.random() < 0.1:
            return "none"
        return ";".join(self.code() for _ in range(self.chance.choice([1, 1, 1, 2])))

    def party(self) -> str:
        """A listed name, an abbreviation that others share, or a stranger."""
        kind = self.chance.random()
        if kind < 0.45:
            return self.chance.choice(self.names)
        if kind < 0.6 and self.weak:
            return self.chance.choice(self.weak)
        if kind < 0.7 and self.military:
            return self.chance.choice(["{}, depot", "First {} Depot", "{} 3rd unit"]).format(
                self.chance.choice(sorted(self.military))
            )
        return self.chance.choice(["Nobody in Particular GmbH", "none"])

    def value(self, name: str) -> str:
        """A value of one fact, as an order book writes it."""
        fact = self.library.facts[name]
        match fact.kind:
            case "yes_no":
                return self.chance.choice(["yes", "no"])
            case "choice":
                return self.chance.choice(fact.choices)
            case "territory":
                return self.chance.choice(TERRITORIES)
            case "codes":
                return self.codes_of_an_item()
            case "number":
                return self.chance.choice(SHARES)
            case "party":
                return self.party()
            case "text":
                return self.pointing(name)
        raise AssertionError(name)

    def pointing(self, name: str) -> str:
        """A customs code or a description that some trigger of the library meets, or that none does."""
        one = self.chance.choice(self.library.facts.triggers)
        if name == "hs_code":
            codes = [code for code in one.codes if len(code) % 2 == 0]
            return self.chance.choice([*codes, *PLAIN_CODES])
        return self.chance.choice([*(f"some {word} goods" for word in one.words), *PLAIN_TEXTS])

    @property
    def facts(self) -> list[str]:
        """Facts that a line may state."""
        return [name for name, fact in self.library.facts.facts.items() if fact.of != "law" and name not in SKIPPED]

    def line(self, stated: float | None = None) -> Line:
        """A line with each fact stated, written as unknown, or left out."""
        share = self.chance.choice([0.3, 0.6, 0.9]) if stated is None else stated
        found: Line = {}
        for name in self.facts:
            if self.chance.random() < share:
                found[name] = self.value(name)
            elif self.chance.random() < 0.1:
                found[name] = "unknown"
        if found.get("knowledge_of_barred_use") == "yes" and found.get("knowledge_of_risk") == "no":
            del found["knowledge_of_risk"]  # the two contradict each other, which is an error
        if self.chance.random() < 0.6:
            found |= {"movement": "export", "departure": "CN"}
        if self.chance.random() < 0.5:
            found["destination"] = "JP"
        return found

    def dressed(self, line: Line) -> Line:
        """The same line as people write it: in capitals or not, with spaces around, hyphens for underscores."""
        found = dict(line)
        for name, value in line.items():
            if self.chance.random() < 0.2 and name not in {
                "end_user",
                "exporter",
                "importer",
                "intermediate_consignee",
            }:
                found[name] = self.chance.choice([value.upper(), value.lower(), f" {value} ", f"{value}\u3000"])
                if self.library.facts[name].kind in {"codes", "number"}:
                    found[name] = value
            elif self.library.facts[name].kind == "choice" and self.chance.random() < 0.2:
                found[name] = value.replace("_", self.chance.choice(["-", " "])).title()
        return found

    def assumption(self) -> Line:
        """Values of some named unknowns of the law."""
        named = [fact for fact in self.library.facts.facts.values() if fact.of == "law"]
        return {str(fact.name): self.chance.choice(fact.choices) for fact in named if self.chance.random() < 0.5}
