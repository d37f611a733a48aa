"""How far counts of rare events scatter by chance alone."""

from __future__ import annotations

import math


def quantile(probability: float, mean: float) -> int:
    """Give the smallest count that a Poisson distribution reaches with at least this probability."""
    count, reached = 0, _probability(0, mean)
    while reached < probability:
        count += 1
        reached += _probability(count, mean)
    return count


def limits(share: float, mean: float) -> tuple[int, int]:
    """Give the counts between which that share of counts lies, the rest being split between the two sides.

    These are the control limits of a funnel plot: D. J. Spiegelhalter, "Funnel plots for comparing
    institutional performance", Statistics in Medicine 24 (2005), pages 1185 to 1202.
    """
    outside = (1 - share) / 2
    return quantile(outside, mean), quantile(1 - outside, mean)


def _probability(count: int, mean: float) -> float:
    if mean == 0:
        return float(count == 0)
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
