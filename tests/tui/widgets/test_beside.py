from __future__ import annotations

import pytest

from reviewkit.review import CriterionView
from reviewkit.tui.widgets.beside import listed

CRITERIA = (
    CriterionView("year", "2000 or later", "Published since 2000.", "Before.", (), "met"),
    CriterionView("language", "English", "", "", ("Abstract alone [b]does[/b] not count.",), "not met"),
    CriterionView("peer", "peer-reviewed", fact="unknown"),
    CriterionView("topic", "topic"),
)


def test_what_the_record_tells_is_said_in_words_and_signs() -> None:
    rows = listed(CRITERIA, 40, full=False).plain.splitlines()
    assert rows == [
        "Include only if",
        "1 2000 or later",
        "  ✓ met",
        "2 English",
        "  ✗ not met",
        "  Abstract alone [b]does[/b] not count.",
        "3 peer-reviewed",
        "  ? unknown",
        "4 topic",
    ]


@pytest.mark.parametrize("width", [12, 22, 60])
def test_full_texts_hang_below_their_name(width: int) -> None:
    rows = listed(CRITERIA, width, full=True).plain.splitlines()
    assert all(row[0].isdigit() or row.startswith("  ") for row in rows[1:])
    assert "Published since 2000." in " ".join(" ".join(rows).split())
