"""What several screens do with the full text of a report: read it in the terminal, open it in the viewer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reviewkit.text import line
from reviewkit.tui.screens.asking import Choice, Choose
from reviewkit.tui.screens.reading import ReadingScreen, Text
from reviewkit.tui.words import cut, title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.model import ReportId
    from reviewkit.review import Held, Review, StudyReport
    from reviewkit.tui.screens.framed import Framed


def read_full_text(
    screen: Framed, report: ReportId, heading: str, quote: Callable[[str, int], object] | None = None
) -> None:
    """Read a report's full text in the terminal; asks which, where there are several files.

    `quote` gets a passage and its page, where passages are taken.
    """

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
                quote=quote,
                references=partial(show_references, screen, report),
            )
        )

    _with_file(screen, report, read)


def _loaded(review: Review, report: ReportId, name: str, heading: str) -> Text:
    found = review.full_texts.text(report, name)
    return Text(heading, found.pages, f"Only {line(found.cut)}." if found.cut else "")


def show_references(screen: Framed, report: ReportId, then: Callable[[], None] = lambda: None) -> None:
    """Show what a report cites; `then` is done on coming back. Raises `UnknownReviewerError`."""
    from reviewkit.tui.screens.references import ReferencesScreen

    screen.review.session.acting()
    screen.app.push_screen(ReferencesScreen(screen.review, report), lambda _: then())


def view_full_text(screen: Framed, report: ReportId) -> None:
    """Open a report's full text in the system's viewer; asks which, where there are several files."""

    def view(name: str) -> None:
        path = screen.attempt(lambda: screen.review.full_texts.open(report, name))
        if path is not None:
            screen.say(f"Opened in the viewer: {line(path.name)}")

    _with_file(screen, report, view)


def with_report(screen: Framed, reports: Sequence[StudyReport], act: Callable[[ReportId, str], None]) -> None:
    """Do something with a report of a study and its title; asks which, where there are several."""

    def chosen(number: int | None) -> None:
        if number is not None:
            act(reports[number - 1].id, title(reports[number - 1].record))

    if len(reports) == 1:
        chosen(1)
        return
    choices = [Choice(cut(title(one.record), 56)) for one in reports]
    screen.app.push_screen(Choose("Which report of the study?", choices), chosen)


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
