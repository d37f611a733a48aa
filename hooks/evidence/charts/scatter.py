"""A force's count among the other counts that are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from evidence.chart_theme import AXIS, WIDTH
from evidence.charts import drawing, poisson, stacking
from evidence.charts.chart import Chart, Cited, finished, on_claim, on_source, on_table, period_of_total
from evidence.charts.counts import sources_of_known
from evidence.model import Count, Evidence, Force

LEFT, RIGHT, DOT = 8, WIDTH - 8, 10  # pixels: the ends of the axis, the distance between two dots
SHARES = (("95%", 0.95), ("99.8%", 0.998))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """The counts between which a share of forces would lie if they differed by chance alone."""

    share: str
    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scatter:
    """A force's own count and the others that are known of all forces, and what chance would do."""

    name: str
    own: int
    others: tuple[int, ...]
    forces: int
    mean: float
    limits: tuple[_Limits, ...]

    @property
    def known(self) -> int:
        """How many counts are known."""
        return len(self.others) + 1


def count_among_known(force: Force, evidence: Evidence) -> Chart:
    """Show a force's count among the others that are known, which have no names here and no rank."""
    scatter = _scatter(force, evidence.known, len(evidence.forces))
    return finished(
        Chart(
            name="count-among-known",
            headline=_headline(scatter),
            subtitle=f"Victims whose data was shared, one dot for a force, {period_of_total(evidence)}",
            description=_description(scatter),
            sources=sources_of_known(evidence),
            columns=("What", "Victims"),
            rows=tuple(_rows(scatter, evidence.counts[force.id])),
            figures=tuple(_figures(scatter, evidence.counts[force.id])),
            notes=tuple(_notes(scatter)),
            specification=_specification(scatter),
        )
    )


def _scatter(force: Force, known: Mapping[str, int], forces: int) -> _Scatter:
    """Leave out the limits where no other count is known: a mean of one count says nothing."""
    mean = sum(known.values()) / len(known)
    return _Scatter(
        name=force.short_name,
        own=known[force.id],
        others=tuple(sorted(count for force_id, count in known.items() if force_id != force.id)),
        forces=forces,
        mean=mean,
        limits=tuple(_limits(name, share, mean) for name, share in SHARES if len(known) > 1),
    )


def _limits(name: str, share: float, mean: float) -> _Limits:
    low, high = poisson.limits(share, mean)
    return _Limits(share=name, low=low, high=high)


def _headline(scatter: _Scatter) -> str:
    known = f"among {scatter.known} known counts" if scatter.others else "the only known count"
    return f"{scatter.name}: {_shared(scatter)}, {known}"


def _shared(scatter: _Scatter) -> str:
    return f"{scatter.own:,} {'victim’s' if scatter.own == 1 else 'victims’'} data shared"


def _figures(scatter: _Scatter, own: Count) -> Iterator[Cited]:
    yield _on_count(own, _shared(scatter))
    if scatter.others:
        yield on_table("counts", f"{scatter.known} known counts")
        yield on_table("counts", f"{scatter.known} forces")
        yield on_table("counts", _outside(scatter))
    if unknown := scatter.forces - scatter.known:
        yield on_table("counts", f"{unknown} of {scatter.forces} forces")


def _on_count(count: Count, words: str) -> Cited:
    if count.claim:
        return on_claim(count.claim, words)
    return on_source(count.source, words) if count.source else on_table("counts", words)


def _description(scatter: _Scatter) -> str:
    start = f"Dot plot of the counts known for {scatter.known} of {scatter.forces} forces: "
    start += f"{scatter.name} {scatter.own:,}"
    if not scatter.others:
        return f"{start}; no other count is known."
    limits = "; ".join(f"{limits.share} limits {limits}" for limits in scatter.limits)
    others = f"the others between {min(scatter.others):,} and {max(scatter.others):,}"
    return f"{start}, {others}; mean {scatter.mean:.1f}; {limits}."


def _rows(scatter: _Scatter, own: Count) -> Iterator[tuple[str, str]]:
    yield scatter.name, _on_count(own, f"{scatter.own:,}")
    others = [("Another force", f"{count:,}") for count in scatter.others]
    mean = [("Mean of the known counts", f"{scatter.mean:.1f}")] if scatter.limits else []
    limits = [(f"{limits.share} limits around the mean", str(limits)) for limits in scatter.limits]
    yield from ((what, on_table("counts", figure)) for what, figure in others + mean + limits)


def _notes(scatter: _Scatter) -> Iterator[str]:
    yield "This is not a ranking: forces differ in size, and small numbers vary by chance."
    if scatter.limits:
        yield f"With {scatter.known} forces, {_outside(scatter)}."
        yield "The limits are those of a Poisson distribution around the mean of the known counts."
    if unknown := scatter.forces - scatter.known:
        yield f"No count is known for {unknown} of {scatter.forces} forces; theirs may lie anywhere."


def _outside(scatter: _Scatter) -> str:
    return f"about {scatter.known / 20:.1f} would lie outside the 95% limits by chance alone"


def _specification(scatter: _Scatter) -> drawing.Specification:
    last = max(1, scatter.own, *scatter.others, *(limits.high for limits in scatter.limits))
    dots = sorted([(count, False) for count in scatter.others] + [(scatter.own, True)])
    levels = list(stacking.levels(((RIGHT - LEFT) * count / last for count, _ in dots), DOT))
    legend = _legend(scatter)
    top = 20 * len(legend) + 30
    base = top + 10 + DOT * (max(levels) + 1)
    return drawing.filled(
        "scatter",
        height=base + AXIS,
        axis=[{"start": 0, "end": last, "y": base}],
        counts=[_dot(*dot, base - 8 - DOT * level) for dot, level in zip(dots, levels, strict=True)],
        own=[{**_own(scatter, last), "y": top - 16, "bottom": base}],
        mean=[{"count": scatter.mean, "y": top, "bottom": base}] if scatter.limits else [],
        limits=[{**asdict(limits), "y": top, "bottom": base} for limits in scatter.limits],
        legend=[
            {"kind": kind, "text": words, "y": 8 + 20 * line} for line, (kind, words) in enumerate(legend)
        ],
    )


def _dot(count: int, own: bool, y: float) -> Mapping[str, object]:
    return {"count": count, "own": own, "y": y}


def _own(scatter: _Scatter, last: int) -> Mapping[str, object]:
    align = ("left", "center", "right")[min(2, 3 * scatter.own // last)]
    return {"count": scatter.own, "text": f"{scatter.name}: {scatter.own:,}", "align": align}


def _legend(scatter: _Scatter) -> Sequence[tuple[str, str]]:
    if not scatter.limits:
        return []
    limits = ((limits.share, f"{limits.share} limits: {limits}") for limits in scatter.limits)
    return [("other", "Another force"), ("mean", f"Mean of the known counts: {scatter.mean:.1f}"), *limits]
