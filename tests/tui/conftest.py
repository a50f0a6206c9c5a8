"""A review in a folder of its own, and Anna's device on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.team import ANNA, Team, imported, new_team, papers, ris

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return new_team(tmp_path)


@pytest.fixture
def anna(team: Team) -> Review:
    """Anna's device; six records of one database have been imported."""
    review = team.open(ANNA)
    imported(review, ris(papers()))
    return review
