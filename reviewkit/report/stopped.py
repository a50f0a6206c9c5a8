"""That reading was stopped before everything was read, by which rule, and what was known then, in sentences.

The thing a reader would get wrong: the figures are those of the moment of stopping, as the event keeps them; what was
completed afterwards is in the flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.report.words import counted, joined, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.criteria import StoppingRule


@dataclass(frozen=True, slots=True)
class Stopped:
    """That the reading of titles and abstracts was stopped."""

    by: tuple[str, ...]
    reason: str
    figures: Mapping[str, str]
    """As a `model.Stopping` has them."""


def sentences(rule: StoppingRule | None, stopped: Stopped | None) -> list[str]:
    """Return whether reading was stopped and how that came; nothing where there is neither a rule nor a stop."""
    stated = f"A rule for stopping was stated ({rule})." if rule is not None else ""
    if stopped is None:
        return [f"{stated} Reading was not stopped before its end."] * bool(stated)
    how = _rule(stopped.figures)
    return [
        stated or "No rule for stopping was stated.",
        f"{joined(stopped.by)} stopped the reading of titles and abstracts before all was read{how}. The reason given: "
        f"{sentence(stopped.reason)}",
        *_known(stopped.figures),
    ]


def _rule(figures: Mapping[str, str]) -> str:
    known = {"met": ", as the rule allowed", "not met": ", although the rule was not met"}
    return known.get(figures.get("rule", ""), "")


def _known(figures: Mapping[str, str]) -> list[str]:
    """Return what was known at that moment; nothing of an event that another program wrote without it."""
    if not {"settled", "relevant", "unread", "drawn", "left", "p"} <= figures.keys():
        return []
    drawn = (
        f"Of those settled, {figures['drawn']} had been drawn at random from all that nobody had read; going by these, "
        f"{figures['left']} relevant ones were likely left (p = {figures['p']} that the target was missed; a test "
        "martingale on the random picks after Callaghan & Müller-Hansen 2020)."
        if figures["drawn"] != "0"
        else "None of them had been drawn at random, so that it cannot be told how many relevant ones were left."
    )
    settled = counted(int(figures["settled"]), "report") if figures["settled"].isdecimal() else figures["settled"]
    return [f"By then {settled} had been settled, {figures['relevant']} of them relevant. {drawn}"]
