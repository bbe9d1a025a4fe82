"""Economic hardship 经济困难, as schemes of elders and of the disabled mean it: a class held, the edge by choice."""

from __future__ import annotations

from sim.kernels import rule
from sim.state.codes import LOW_EDGE, NO_PROGRAMME


@rule
def is_in_hardship(held: int, extends_to_low_edge: bool) -> bool:
    """True for who holds any scheme of basic living; of the low-edge class only where it is added."""
    return held != NO_PROGRAMME and (held != LOW_EDGE or extends_to_low_edge)
