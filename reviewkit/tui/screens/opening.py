"""What several screens do with the full text of a report: read it in the terminal, open it in the viewer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reviewkit.text import line
from reviewkit.tui.screens.asking import Choice, Choose
from reviewkit.tui.screens.reading import ReadingScreen, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.model import ReportId
    from reviewkit.review import Held, Review
    from reviewkit.tui.screens.framed import Framed


def read_full_text(screen: Framed, report: ReportId, heading: str) -> None:
    """Read a report's full text in the terminal; asks which, where there are several files."""

    def read(name: str) -> None:
        review = screen.review
        if not screen.tried(lambda: review.full_texts.file(report, name)):
            return
        screen.app.push_screen(
            ReadingScreen(
                review,
                Text(heading),
                load=partial(_loaded, review, report, name, heading),
                viewer=lambda: review.full_texts.open(report, name),
            )
        )

    _with_file(screen, report, read)


def _loaded(review: Review, report: ReportId, name: str, heading: str) -> Text:
    found = review.full_texts.text(report, name)
    return Text(heading, found.pages, f"Only {line(found.cut)}." if found.cut else "")


def view_full_text(screen: Framed, report: ReportId) -> None:
    """Open a report's full text in the system's viewer; asks which, where there are several files."""

    def view(name: str) -> None:
        path = screen.attempt(lambda: screen.review.full_texts.open(report, name))
        if path is not None:
            screen.say(f"Opened in the viewer: {line(path.name)}")

    _with_file(screen, report, view)


def _with_file(screen: Framed, report: ReportId, act: Callable[[str], None]) -> None:
    held = [one for one in screen.review.full_texts.files(report) if one.path is not None]
    if len(held) < 2:
        act("")  # where there is none, the review says who holds one
        return
    choices = [Choice(line(one.name)) for one in held]
    screen.app.push_screen(Choose("Which file?", choices), partial(_chosen, held, act))


def _chosen(held: list[Held], act: Callable[[str], None], number: int | None) -> None:
    if number is not None:
        act(held[number - 1].name)
