"""Small files of materials and uses, for tests that change one thing in them."""

from __future__ import annotations

from pathlib import Path

from sekisho.impact.economy.sources import FigureSource
from sekisho.impact.materials.material import FIGURES, Materials
from sekisho.impact.materials.reader import read_materials
from sekisho.impact.materials.sector_pairs import Pairs, pairs_of
from sekisho.impact.materials.use import Use
from sekisho.impact.materials.use_reader import COLUMNS, read_uses

SECTORS = {"oecd45": frozenset(f"{number:02d}" for number in range(1, 46))}
SOURCES = {"read": FigureSource(id="read", title="A page", url="https://example.org/", read="2026-10-03")}
END_USES = frozenset({"general", "defence_supply_chain", "shipbuilding", "aerospace", "space", "semiconductors"})

BANDS = {
    "dependence": "[0.5, 0.8, 1]",
    "leakage": "[0, 0.1, 0.5]",
    "firm_stock_days": "[30, 60, 120]",
    "stock_dispersion": "[0.3, 0.5, 0.9]",
    "public_stock_days": "[0, 30, 60]",
    "public_stock_rate": "[0.2, 0.5, 1]",
    "alternative_share": "[0, 0.3, 0.6]",
    "alternative_lag_days": "[10, 30, 90]",
    "alternative_ramp_days": "[30, 60, 120]",
    "alternative_cost": "[1, 2, 5]",
    "recycling_share": "[0, 0.02, 0.05]",
    "recycling_ramp_days": "[30, 90, 200]",
    "thrift_share": "[0, 0.2, 0.4]",
    "thrift_ramp_days": "[60, 120, 240]",
    "catch_up_rate": "[0, 0.5, 1]",
    "elasticity_6_months": "[0.05, 0.1, 0.2]",
    "elasticity_12_months": "[0.1, 0.2, 0.4]",
    "elasticity_24_months": "[0.2, 0.4, 0.8]",
    "price_cap": "[2, 5, 10]",
}


def figure(band: str, source: str = "[read]") -> str:
    return f"{{band: {band}, date: 2025, source: {source}, confidence: medium, reason: An example.}}"


def general() -> str:
    return "".join(f"  {name}: {figure(BANDS[name])}\n" for name in FIGURES)


def material(name: str, own: str = "", forms: str = "") -> str:
    form = forms or f"    - {{name: metal, hs: ['811292'], control_codes: [3C001.a], share: {figure('[1, 1, 1]')}}}\n"
    return (
        f"- id: {name}\n  group: test\n  names: {{en: {name}}}\n  covers: all of it\n"
        f"  forms:\n{form}  public_rule: none\n{own}"
    )


def materials_text(items: str = "", *, base: str | None = None) -> str:
    return (
        "frozen: 2026-11-24\nimporter: JP\nseller: CN\n"
        f"general:\n{general() if base is None else base}"
        f"materials:\n{items or material('gallium') + material('indium')}"
        "experiences: []\n"
    )


def uses_text(*changed: dict[str, str]) -> str:
    rows = [
        use("gallium", "17", share="0.75"),
        use("gallium", "21", end="aerospace", share="0.25"),
        use("indium", "17"),
    ]
    rows = [*rows, *changed] if changed else rows
    return "\n".join([",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in rows), ""])


def use(
    name: str,
    sector: str,
    *,
    end: str = "general",
    purpose: str = "civil",
    stage: str = "final",
    phi: tuple[float, float, float] = (0.1, 0.2, 0.3),
    share: str = "1",
    source: str = "read",
    country: str = "",
    mix: str = "",
) -> dict[str, str]:
    low, central, high = map(str, phi)
    where = ("oecd45", country, sector, end, purpose, stage, mix)
    cells = (*where, low, central, high, share, "An example.", source, "2025", "low")
    return dict(zip(COLUMNS, (name, *cells), strict=True))


def read_text(folder: Path, text: str) -> Materials:
    file = folder / "materials.yaml"
    file.write_text(text, encoding="utf-8")
    return read_materials(file, SOURCES)


def read_uses_text(folder: Path, materials: Materials, text: str) -> tuple[Use, ...]:
    file = folder / "uses.csv"
    file.write_text(text, encoding="utf-8")
    return read_uses(file, materials, sectors=SECTORS, end_use_sectors=END_USES)


def made_pairs(folder: Path, uses: str = "", items: str = "") -> Pairs:
    found = read_text(folder, materials_text(items))
    read = read_uses_text(folder, found, uses or uses_text())
    return pairs_of(found, read, scheme="oecd45", sectors=sorted(SECTORS["oecd45"]))
