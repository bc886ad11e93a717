"""From the law to missing supply: what clauses hit of trade, what does not come of it, and what arrives from where."""

from sekisho.impact.shock.arrivals import OriginArrivals, SupplyWay, arrivals_of

__all__ = ["OriginArrivals", "SupplyWay", "arrivals_of"]
