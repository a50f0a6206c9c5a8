"""A review in a folder of its own, and Anna's device on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.review import Review, new_review
from tests.tui.team import ANNA, BERIT, Team, imported, papers, ris

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def team(tmp_path: Path) -> Team:
    folder = tmp_path / "review"
    new_review(
        folder,
        identity="6f1c4a4e-0d4c-4d53-9f7e-2b9d1c6f0a11",
        title="Partnerships with immigrant parents",
        reviewers=[ANNA, BERIT],
    )
    return Team(folder, tmp_path / "state")


@pytest.fixture
def anna(team: Team) -> Review:
    """Anna's device; six records of one database have been imported."""
    review = team.open(ANNA)
    imported(review, ris(papers()))
    return review
