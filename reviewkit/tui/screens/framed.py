"""The frame of every screen: a heading, the body, one line that says what happened, the keys, the watermark.

Errors end here in words: `attempt` for what a dialog's answer sets off, `App.run_action` for keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from reviewkit.errors import ReviewkitError
from reviewkit.text import line
from reviewkit.tui.widgets.lines import Heading, KeyLine
from reviewkit.tui.words import DIM, cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from reviewkit.model import ReportId
    from reviewkit.review import Review

_T = TypeVar("_T")
AT_WORK = "review"
"""Group of the workers that use the review; while one runs, no key and no timer does."""


class Framed(Screen[None]):
    """A screen on a review."""

    PLACE: ClassVar[str] = ""
    """Its keys, as in `keys.PLACES`."""

    def __init__(self, review: Review) -> None:
        """Show something of a review."""
        super().__init__()
        self.review = review
        self._next_work: tuple[str, Callable[[], object]] | None = None

    def compose(self) -> ComposeResult:
        """Yield the frame and, in it, what `body` yields."""
        yield Heading(id="heading")
        yield from self.body()
        yield Static(id="said")
        yield KeyLine(id="keys")
        watermark = line(self.review.session.criteria.review.watermark)
        if watermark:
            yield Static(Content.styled(watermark, DIM), id="watermark")

    def body(self) -> ComposeResult:
        """Yield what stands between heading and keys."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show it all for the first time."""
        self.query_one(KeyLine).place = self.PLACE
        self.paint()

    def paint(self) -> None:
        """Show what there is to show now."""

    def folder_changed(self) -> None:
        """Something new was taken in from the folder."""
        self.paint()

    # ---------------------------------------------------------------------------------------------- saying

    def head(self, left: str, middle: str = "") -> None:
        """Say where we are."""
        heading = self.query_one(Heading)
        heading.left, heading.middle = left, middle
        session = self.review.session
        heading.right = line(session.reviewer or "nobody yet") + (" (this time)" if session.overridden else "")

    def say(self, text: str | Content, style: str = "") -> None:
        """Say in one line what happened, or what is being waited for."""
        said = Content.styled(cut(text, 400), style) if isinstance(text, str) else text
        self.query_one("#said", Static).update(said)

    def show(self, selector: str, content: Content | str) -> None:
        """Put plain text or content into one of the screen's own parts."""
        self.query_one(selector, Static).update(Content(content) if isinstance(content, str) else content)

    def attempt(self, act: Callable[[], _T]) -> _T | None:
        """Do something that the review may refuse; the refusal is shown, and None returned."""
        try:
            return act()
        except ReviewkitError as error:
            self.refuse(error)
            return None

    def tried(self, act: Callable[[], object]) -> bool:
        """Do something that the review may refuse; returns whether it was done, the refusal is shown."""
        try:
            act()
        except ReviewkitError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: ReviewkitError) -> None:
        """Show why something could not be done; it stays until it is read."""
        from reviewkit.tui.screens.asking import Trouble

        self.app.push_screen(Trouble(error))

    def notes(self, name: str) -> dict[ReportId, str]:
        """Return the notes that wait for what they go with; the app keeps them while the program runs."""
        kept: dict[str, dict[ReportId, str]] = getattr(self.app, "notes", {})
        return kept.setdefault(name, {})

    def below(self, widget: Widget, direction: int, *, page: bool = False) -> None:
        """Scroll a part of the screen by a line or nearly a page."""
        distance = max(1, widget.size.height - 2) if page else 1
        widget.scroll_relative(y=direction * distance, animate=False)

    # ---------------------------------------------------------------------------------------------- slow work

    @property
    def at_work(self) -> bool:
        """Return whether slow work is using the review."""
        return any(worker.group == AT_WORK and not worker.is_finished for worker in self.app.workers)

    def slowly(self, sentence: str, work: Callable[[], object]) -> None:
        """Do something slow in a thread, under a sentence; `finished` gets what it returns.

        What is asked for meanwhile is done afterwards, the last of it only.
        """
        if self.at_work:
            self._next_work = (sentence, work)
            return
        self.say(sentence)
        self.run_worker(work, group=AT_WORK, thread=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand on the result of slow work, or say why there is none."""
        if event.worker.group != AT_WORK:
            return
        if event.state is WorkerState.SUCCESS:
            self.say("")
            self.finished(event.worker.result)
        elif event.state is WorkerState.ERROR:
            self.say("")
            error = event.worker.error
            if not isinstance(error, ReviewkitError):
                raise error or RuntimeError("slow work failed")
            self.refuse(error)
        if self._next_work is not None and not self.at_work:
            waiting, self._next_work = self._next_work, None
            self.slowly(*waiting)

    def finished(self, result: object) -> None:
        """Slow work is done."""

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Let no key act while slow work uses the review."""
        return not (self.is_mounted and self.at_work and not action.startswith(("scroll", "page")))

    def action_back(self) -> None:
        """Leave the screen."""
        self.dismiss()
