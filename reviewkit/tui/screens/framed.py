"""The frame of every screen: a heading, the body, one line that says what happened, the keys, the watermark.

Errors end here in words: `attempt` for what a dialog's answer sets off, `App.run_action` for keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from reviewkit.errors import ReviewkitError, StoppedError
from reviewkit.text import line
from reviewkit.tui.marks import LEGEND
from reviewkit.tui.widgets.lines import Heading, KeyLine
from reviewkit.tui.words import DIM, cut
from reviewkit.tui.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widget import Widget

    from reviewkit.model import Event, ReportId, Told
    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from reviewkit.tui.marks import Marks

_T = TypeVar("_T")
AT_WORK = "review"
"""Group of the workers that use the review; while one runs, no key and no timer does."""
_LOOK_SECONDS = 0.2
"""How often it is told how far slow work is; what is done before that tells nothing."""


class Framed(Screen[None]):
    """A screen on a review."""

    PLACE: ClassVar[str] = ""
    """Its keys, as in `keys.PLACES`."""

    def __init__(self, review: Review) -> None:
        """Show something of a review."""
        super().__init__()
        self.review = review
        self._work: Work | None = None
        self._next_work: Work | None = None
        self._works: dict[Worker[object], Work] = {}
        self._ticks: Timer | None = None
        self._was_covered = False

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
        """Begin once everything is there; Textual would call the `on_mount` of each class, so screens have `begin`."""
        self.query_one(KeyLine).place = self.PLACE
        self.begin()

    def begin(self) -> None:
        """Show it all for the first time."""
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
        if self.review.server.fault is not None:
            heading.right += ", offline"

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

    def taken_back(self) -> tuple[Event, ReportId | None] | None:
        """Take back the last act and return it with the report it was about; says so if there is none."""
        undone = self.review.screening.undo()
        if undone is None:
            self.say("There is nothing left to take back.")
        return undone

    def notes(self, name: str) -> dict[ReportId, str]:
        """Return the notes that wait for what they go with; the app keeps them while the program runs."""
        kept: dict[str, dict[ReportId, str]] = getattr(self.app, "notes", {})
        return kept.setdefault(name, {})

    @property
    def marks(self) -> Marks:
        """Return what is to be marked in what is read."""
        return cast("ReviewkitApp", self.app).marks

    def action_marks(self) -> None:
        """Mark words in the text, or leave it plain."""
        app = cast("ReviewkitApp", self.app)
        app.marking = not app.marking
        self.show_marks()
        self.say(LEGEND if app.marking else "No words are marked now.")

    def show_marks(self) -> None:
        """Show the text anew where it is, with its words marked or not."""

    def below(self, widget: Widget, direction: int, *, page: bool = False) -> None:
        """Scroll a part of the screen by a line or nearly a page."""
        distance = max(1, widget.size.height - 2) if page else 1
        widget.scroll_relative(y=direction * distance, animate=False)

    # ---------------------------------------------------------------------------------------------- slow work

    @property
    def at_work(self) -> bool:
        """Return whether slow work is using the review."""
        return any(worker.group == AT_WORK and not worker.is_finished for worker in self.app.workers)

    def slowly(self, sentence: str, work: Callable[[], _T], then: Callable[[_T], object] | None = None) -> None:
        """Do something slow in a thread, under a sentence if it has one; `then` or `finished` gets what it returns.

        What is asked for meanwhile is done afterwards, the last of it only.
        """
        self._begin_work(Work(sentence, lambda _: work(), then=then))

    def stoppably(
        self,
        sentence: str,
        work: Callable[[Told], _T],
        kept: str,
        then: Callable[[_T], object] | None = None,
    ) -> None:
        """Do something slow that tells how far it is, and that Esc stops; `kept` says how it stands then.

        `then` or `finished` gets what it returns.
        """
        self._begin_work(Work(sentence, work, kept, then))

    def _begin_work(self, work: Work) -> None:
        if self.at_work:
            self._next_work = work
            return
        self._work = work
        if work.sentence:
            self.say(work.sentence)
        self._works[self.run_worker(work.run, group=AT_WORK, thread=True, exit_on_error=False)] = work
        if self._ticks is None:
            self._ticks = self.set_interval(_LOOK_SECONDS, self._tell_how_far)

    def _tell_how_far(self) -> None:
        if self._work is not None and self._work.sentence:
            self.query_one(KeyLine).stops = self._work.can_stop
            self.say(self._work.words)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand on the result of slow work, or say why there is none."""
        if event.worker.group != AT_WORK or event.state not in (WorkerState.SUCCESS, WorkerState.ERROR):
            return
        done = self._works.pop(event.worker)
        if done is self._work:  # else the next one has begun before this was heard of
            self._rest(done)
        if event.state is WorkerState.SUCCESS:
            (done.then or self.finished)(event.worker.result)
        else:
            self._failed(event.worker.error)
        if self._next_work is not None and not self.at_work:
            waiting, self._next_work = self._next_work, None
            self._begin_work(waiting)

    def _rest(self, done: Work) -> None:
        self._work = None
        if self._ticks is not None:
            self._ticks.stop()
            self._ticks = None
        self.query_one(KeyLine).stops = False
        if done.sentence:
            self.say("")

    def _failed(self, error: BaseException | None) -> None:
        if isinstance(error, StoppedError):
            self.paint()
            self.say(f"Stopped. {error.what}")
        elif isinstance(error, ReviewkitError):
            self.refuse(error)
        else:
            raise error or RuntimeError("slow work failed")

    def finished(self, result: object) -> None:
        """Slow work is done."""

    def on_unmount(self) -> None:
        """Let work that can be stopped end with the screen, so that nobody waits for it on leaving the program."""
        if self._work is not None and self._work.can_stop:
            self._work.stop()

    def action_stop(self) -> None:
        """Stop slow work as soon as it lets itself be stopped."""
        if self._work is not None:
            self._work.stop()
            self._tell_how_far()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Let no key act while slow work uses the review, but the one that stops it."""
        at_work = self.is_mounted and self.at_work
        if action == "stop":
            return at_work and self._work is not None and self._work.can_stop
        return not (at_work and not action.startswith(("scroll", "page")))

    # ---------------------------------------------------------------------------------------------- coming and going

    def on_screen_suspend(self) -> None:
        """Something lies on this screen now."""
        self._was_covered = True

    def on_screen_resume(self) -> None:
        """Show what has changed meanwhile, once there was a meanwhile."""
        if self._was_covered:
            self.uncovered()

    def uncovered(self) -> None:
        """Show what has changed under what lay on this screen."""

    def action_back(self) -> None:
        """Leave the screen."""
        self.dismiss()
