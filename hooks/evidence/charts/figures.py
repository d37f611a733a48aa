"""The published total of victims."""

from __future__ import annotations

from evidence.charts import drawing
from evidence.charts.chart import (
    Chart,
    finished,
    on_total,
    period_of_total,
    sources_of_total,
)
from evidence.model import Claim, SiteData

IN_A_ROW, IN_A_BLOCK = 25, 100  # marks


def victims(data: SiteData) -> Chart:
    """Show every victim in the published total as one mark, none of them tied to a force."""
    total = data.total
    return finished(
        Chart(
            name="victims",
            headline=f"Police shared the data of {total.total:,} victims of domestic abuse "
            "with Immigration Enforcement",
            subtitle=f"One mark for each victim, 25 to a row; England and Wales, {period_of_total(data)}",
            description=f"Chart of {total.total:,} equal dots, one for each victim whose data was shared.",
            sources=sources_of_total(data, total.table),
            columns=("What", "Number"),
            rows=(("Victims whose data was shared", on_total(data, total.table, f"{total.total:,}")),),
            figures=(on_total(data, total.table, f"{total.total:,} victims"),),
            notes=_notes(total.claim),
            specification=drawing.filled(
                "victims", height=_height(total.total), total=[{"victims": total.total}]
            ),
        )
    )


def _notes(claim: Claim | None) -> tuple[str, ...]:
    caveat = (claim.caveat,) if claim and claim.caveat else ()
    return ("No mark stands for any one force: the marks only show how many there are.", *caveat)


def _height(marks: int) -> int:
    """Give the height in pixels of rows of 12 with a gap of 8 after every hundred marks."""
    rows, gaps = -(-marks // IN_A_ROW), (marks - 1) // IN_A_BLOCK
    return 12 * rows + 8 * gaps
