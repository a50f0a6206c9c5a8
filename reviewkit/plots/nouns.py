"""A picture with everything that goes with it, and what ratings it is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.flow.diagram.layout import Drawing
    from reviewkit.flow.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One appraisal of one study: what holds of it, or what one rater says."""

    study: str
    """`Guo 2005`."""
    design: str
    ratings: Mapping[str, str]
    """By criterion; without those that are not rated."""
    judgement: str = ""
    rater: str = ""
    """Empty: what all agreed on."""
    reports: int = 1
    """How many reports the study has."""
    excluded: bool = False
    """By what was agreed on."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture on as many pages as it needs, the same as tables, and as text."""

    name: str
    """Of its files, without an ending: `traffic_light`."""
    title: str
    pages: tuple[Drawing, ...]
    tables: tuple[Table, ...]
    text: str
    """For a terminal."""
