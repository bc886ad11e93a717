"""The engine: shortages of materials and capacity run through an economy, day by day, for many draws at once."""

from sekisho.impact.engine.inputs import EngineDraws, MaterialUse
from sekisho.impact.engine.outputs import Paths
from sekisho.impact.engine.simulation import KERNELS, run_engine
from sekisho.impact.engine.variants import Switches

__all__ = ["KERNELS", "EngineDraws", "MaterialUse", "Paths", "Switches", "run_engine"]
