"""The entries that could not be read, mended in an editor or in the app."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import pytest
from textual.widgets import TextArea

from reviewkit.model import Search
from tests.tui.team import ANNA, imported, papers, play, ris

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team

BROKEN = ris(papers(2)) + b"\nTY  - JOUR\nXX\nER  - \n"
MENDED = "TY  - JOUR\nTI  - Kites over schools\nER  - \n"


@pytest.fixture
def broken(team: Team, monkeypatch: pytest.MonkeyPatch) -> Review:
    """Anna's device, with an export of which one entry could not be read; no editor is named."""
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    review = team.open(ANNA)
    imported(review, BROKEN, Search("ERIC", announced=3))
    return review


def written(text: str) -> Callable[[ReviewkitApp], None]:
    def write(app: ReviewkitApp) -> None:
        app.screen.query_one(TextArea).text = text

    return write


def test_rejected_entries_are_listed_with_line_and_reason_and_shown_as_they_stand(broken: Review) -> None:
    (entry,) = broken.repairs.entries()
    text = play(broken, "s", "r")
    assert f"{entry.line}  ERIC: no field of this entry" in text
    assert "1 of 1 not repaired" in text
    assert "XX" in play(broken, "s", "r", "enter")
    assert "1 of 1 not repaired" in play(broken, "s", "r", "enter", "b")
    assert "ERIC: no field of this" in play(broken, "s", "enter", "r", size=(40, 10))


def test_without_an_editor_an_entry_is_mended_in_the_app_and_taken_back(broken: Review) -> None:
    text = play(broken, "s", "r", "e", written(MENDED), "ctrl+s")
    assert "Repaired: Kites over schools" in text
    assert "0 of 1 not repaired" in text
    (count,) = broken.searches.counts()
    assert (count.records, count.repaired, count.rejections) == (3, 1, ())
    assert "1 of 1 not repaired" in play(broken, "s", "r", "x")
    assert broken.searches.counts()[0].repaired == 0


def test_a_text_that_cannot_be_read_either_is_there_at_the_next_try(broken: Review) -> None:
    wrong = "TY  - JOUR\nYY\nER  - \n"
    assert "no field of this entry can be read" in play(broken, "s", "r", "e", written(wrong), "ctrl+s")
    seen: list[str] = []
    play(broken, "s", "r", "e", lambda app: seen.append(app.screen.query_one(TextArea).text), "escape")
    assert seen == [wrong]
    assert broken.repairs.entries()[0].record is None


def test_the_app_makes_room_for_the_persons_own_editor(
    broken: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\npathlib.Path(sys.argv[-1]).write_text({MENDED!r})\n", encoding="utf-8")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    made_room: list[str] = []

    def able(app: ReviewkitApp) -> None:
        """The driver of tests cannot be suspended; that of a terminal can."""

        @contextlib.contextmanager
        def suspend() -> Iterator[None]:
            made_room.append("left")
            yield
            made_room.append("back")

        monkeypatch.setattr(app, "suspend", suspend)

    assert "Repaired: Kites over schools" in play(broken, "s", "r", able, "e")
    assert made_room == ["left", "back"]
    monkeypatch.setenv("EDITOR", "false")
    assert "ended with code 1" in play(broken, "s", "r", able, "e")
    assert made_room == ["left", "back"] * 2
