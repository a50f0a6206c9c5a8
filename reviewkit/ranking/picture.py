"""The recall curves of a simulation as a picture, drawn with matplotlib, which is loaded when the function is called.

The thing a reader would get wrong: the band reaches from the worst to the best seed at each place, so its edges are
no single seed's curve, and the line is the median.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_SETTINGS: dict[Any, Any] = {"svg.hashsalt": "reviewkit", "svg.fonttype": "path", "font.family": ["DejaVu Sans"]}
"""The font comes with matplotlib, so that every machine draws the same."""
_METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "reviewkit", "Title": "Recall when the likely ones are read first"},
    "png": {"Software": None, "Title": "Recall when the likely ones are read first"},
}
_POINTS = 400
"""Places at most at which the curves are drawn."""


def picture(curves: Sequence[Sequence[int]], reports: int, kind: str) -> bytes:
    """Return as `svg` or `png` how much of the relevant is found after how much is read, for all seeds."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    out = io.BytesIO()
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(7, 4.5), facecolor="white", layout="constrained")
        _draw(figure.add_subplot(), curves, reports)
        figure.savefig(out, format=kind, dpi=150, metadata=_METADATA[kind])
    return out.getvalue()


def _draw(axes: Any, curves: Sequence[Sequence[int]], reports: int) -> None:
    read = np.unique(np.linspace(0, reports, min(reports + 1, _POINTS)).astype(int))
    recall = 100 * np.array([np.searchsorted(curve, read, side="right") / len(curve) for curve in curves])
    share = 100 * read / reports
    found = len(curves[0])
    axes.fill_between(share, recall.min(axis=0), recall.max(axis=0), color="#9ecae1", label="worst to best seed")
    axes.plot(share, np.median(recall, axis=0), color="#08519c", label=f"median of {len(curves)} seeds")
    axes.plot([0, 100 * found / reports, 100], [0, 100, 100], color="#555555", linestyle=":", label="perfect ranking")
    axes.plot([0, 100], [0, 100], color="#555555", linestyle="--", label="in any order")
    axes.axhline(95, color="#bbbbbb", linewidth=0.8)
    axes.set(
        xlim=(0, 100), ylim=(0, 102), xlabel=f"read, % of {reports} records", ylabel=f"found, % of {found} relevant"
    )
    axes.legend(loc="lower right", frameon=False)
