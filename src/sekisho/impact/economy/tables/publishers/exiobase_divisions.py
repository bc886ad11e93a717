"""Which division of NACE Rev. 1.1 an industry or a product of EXIOBASE 3 belongs to, by its name.

Most names end with the division, as in `Textiles (17)`; the rest are finer than a division and known by their words.
Source: the classifications of industries and products published with EXIOBASE 3, whose own codes (i15.a, p27.41)
begin with the division.
"""

from __future__ import annotations

import re
from typing import Final

_NUMBERED: Final = re.compile(r"\((\d\d)(?:\.\d+)*\)\s*$")
_WORDS: Final = tuple(
    (re.compile(words, re.IGNORECASE), division)
    for words, division in (
        # What is done with waste, before the word of what the waste is.
        (r"^(incineration|biogasification|composting|waste water|landfill)", "90"),
        (r"for treatment: ?(incineration|biogasification|composting|waste water|landfill)", "90"),
        (r"re-processing of secondary wood", "20"),
        (r"re-processing of secondary paper", "21"),
        (r"re-processing of secondary plastic", "24"),
        (r"re-processing of (secondary glass|ash)", "26"),
        (r"re-processing of secondary construction", "45"),
        (r"re-processing of secondary", "27"),
        (r"recycling of|secondary raw materials", "37"),
        (r"electricity|steam and hot water|gaseous fuels through mains|manufacture of gas", "40"),
        (r"^(coke oven|blast furnace|oxygen steel furnace|gas works) gas|^biogas$", "40"),
        (r"automotive fuel|motor fuel|repair of motor vehicles", "50"),
        # Energy that is dug or pumped, before what is made of it.
        (r"anthracite|coking coal|bituminous coal|lignite|^peat$|patent fuel|bkb", "10"),
        (r"crude petroleum|natural gas|other hydrocarbons|liquefaction", "11"),
        (r"uranium", "12"),
        (r"iron ores|ores and concentrates", "13"),
        (r"^quarrying|^stone$|^sand and clay|fertilizer minerals", "14"),
        (r"plastics, basic|fertiliser|chemicals nec|charcoal|additives|biogasoline|biodiesel|biofuels", "24"),
        (r"coke oven|gas coke|coal tar|refiner|gasoline|jet fuel|kerosene|diesel|fuel oil|petroleum", "23"),
        (r"ethane|naphtha|white spirit|lubricants|bitumen|paraffin|nuclear fuel", "23"),
        (r"^processing |processed rice|meat (cattle|pigs|poultry|products)|vegetable oils|dairy", "15"),
        (r"^sugar( refining)?$|food products|beverages|fish products", "15"),
        (r"cultivation|farming|paddy rice|^wheat|cereal grains|vegetables|oil seeds|sugar cane|plant-based", "01"),
        (r"crops nec|^cattle|^pigs|^poultry|meat animals|animal products|raw milk|wool|manure", "01"),
        (r"^pulp|^paper", "21"),
        (r"glass|ceramic|bricks|cement|non-metallic", "26"),
        (r"iron and steel|precious metals|aluminium|lead, zinc|copper|non-ferrous|casting|foundry", "27"),
        (r"railway|land transport|pipelines", "60"),
        (r"water transport", "61"),
        (r"extra-territorial", "99"),
    )
)


def division_of(sector: str) -> str:
    """Return the division of an industry or a product; empty if its name is none of EXIOBASE's.

    >>> division_of("Manufacture of textiles (17)"), division_of("Mining of iron ores"), division_of("Sugar")
    ('17', '13', '15')
    >>> division_of("Food waste for treatment: incineration"), division_of("Spaceships")
    ('90', '')
    """
    numbered = _NUMBERED.search(sector)
    if numbered:
        return numbered[1]
    return next((division for words, division in _WORDS if words.search(sector)), "")
