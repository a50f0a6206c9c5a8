"""One report after the other at a stage: read, decide, next. Studies are appraised elsewhere, on `appraising`.

A decision is on disk before the next report is painted. Nothing of a colleague shows before the own decision, because
all that is shown comes from a `ReportView`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Access, Decision, Fillable, Stage, Verdict
from reviewkit.text import line
from reviewkit.tui import keys, words
from reviewkit.tui.acts import act
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.opening import read_full_text, view_full_text
from reviewkit.tui.screens.ordered import Ordered
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.sitting import Just, Sitting
from reviewkit.tui.widgets.beside import Beside
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.words import ACCESSES, BOLD, DIM, article, cut

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import ReportId
    from reviewkit.review import ReportView, Review
    from reviewkit.tui.app import ReviewkitApp

_NAMED = {Verdict.INCLUDE: "Included", Verdict.EXCLUDE: "Excluded", Verdict.UNSURE: "Unsure"}
_ACCESS = tuple(Access)


class ScreeningScreen(Ordered):
    """The reports that wait at a stage, or one report alone."""

    PLACE = "screening"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("screening")]

    def __init__(self, review: Review, stage: Stage, only: ReportId | None = None) -> None:
        """Screen at a stage; with `only`, look at one report and change the own decision if need be."""
        super().__init__(review)
        self._stage = stage
        self._only = only
        self._view: ReportView | None = None

    def body(self) -> ComposeResult:
        """Yield the report, the criteria, and the lines of the order and the own decision."""
        yield Beside()
        yield Static(id="order")
        yield Static(id="own")

    def begin(self) -> None:
        """Fetch the queue and show the first report."""
        notes, put_off = self.notes(self._stage), self._app.put_off.setdefault(self._stage, [])
        self._sitting = self.attempt(lambda: Sitting(self.review, self._stage, notes, self._only, put_off=put_off))
        super().begin()
        if self._sitting is None:
            self.call_after_refresh(self.dismiss)
        else:
            self.query_one(KeyLine).digits = min(9, len(self.sitting.criteria()))

    def on_unmount(self) -> None:
        """Remember the pace."""
        if self._sitting is not None:
            self._sitting.end()

    @property
    def _app(self) -> ReviewkitApp:
        return cast("ReviewkitApp", self.app)

    @property
    def sitting(self) -> Sitting:
        """Return the queue."""
        if self._sitting is None:
            raise RuntimeError("no queue")
        return self._sitting

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys act once there is a queue."""
        return self._sitting is not None and super().check_action(action, parameters)

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the report in view from its first line on."""
        if self._sitting is None:
            return
        self._view = self.attempt(self.sitting.view)
        self._hide_keys()
        self._show_head()
        body = self.query_one(Beside)
        text = self._article(self._view) if self._view is not None else self._nothing()
        criteria = self._view.criteria if self._view is not None else self.sitting.criteria()
        body.show(text, criteria, full=self._is_full)
        body.to_top()
        self._show_own()
        self.show_order()
        self.call_after_refresh(self.learn)

    def _hide_keys(self) -> None:
        """Leave out of the key line what does nothing at this stage or on this report."""
        hidden = {*{Stage.TITLE_ABSTRACT: "gvr", Stage.FULL_TEXT: ""}.get(self._stage, "g")}
        if self._view is None:
            hidden = {key.label for key in keys.of("screening") if key.action not in ("undo", "back")}
        elif not self._can_fill(self._view):
            hidden.add("a")
        if self._only is not None:
            hidden.add("l")
        self.query_one(KeyLine).hidden = frozenset(hidden)

    @staticmethod
    def _can_fill(view: ReportView) -> bool:
        """Return whether no record of a report has an abstract."""
        return not view.record.abstract.strip() or any(one.field is Fillable.ABSTRACT for one in view.filled)

    def _article(self, view: ReportView) -> Content:
        key = keys.letter("screening", "abstract", self._app.wished)
        return article(view, marks=self.marks, remedy=f"Press {key} to fill it in.")

    @property
    def _is_full(self) -> bool:
        return self.size.width >= 120 or self.has_class("full")

    def _show_head(self) -> None:
        stage = f"{self._stage.words[0].upper()}{self._stage.words[1:]}"
        if self._only is None and self._view is not None:
            left = self.sitting.time_left
            self.head(stage, f"{self.sitting.position} of {self.sitting.total}" + (f"    {left} left" if left else ""))
        else:
            self.head(stage, "one report" if self._only is not None else "")

    def _nothing(self) -> Content:
        text = f"Nothing is left for you at {self._stage.words}."
        step = self.review.home().step
        return Content.assemble((text, BOLD), "\n\n", line(step.sentence), "\n\n", "b leads back.")

    def _show_own(self) -> None:
        """Show the decisions that may be seen, the full text's whereabouts, and a note that waits."""
        view, parts = self._view, []
        if view is not None:
            for vote in view.votes:
                who = "You" if vote.reviewer == self.review.session.reviewer else line(vote.reviewer)
                parts.append(Content.assemble((f"{who}: ", DIM), (words.vote(vote, view.criteria), BOLD)))
            if view.access is not None:
                parts.append(Content.styled(f"Full text {ACCESSES[view.access]}.", DIM))
            if view.tags:
                parts.append(Content.assemble(("Tags: ", DIM), line(", ".join(view.tags))))
            if note := self.sitting.notes.get(view.report.id):
                parts.append(Content.assemble(("Note, saved with your decision: ", DIM), cut(line(note), 200)))
        self.show("#own", words.lines(parts))
        self.query_one("#own").display = bool(parts)

    def folder_changed(self) -> None:
        """Take in what is new; the report in view stays as it is."""
        before = self.sitting.current
        if self.tried(self.sitting.take_in):
            if self.sitting.current != before:
                self.paint()
            self._show_head()

    def on_resize(self) -> None:
        """Give the criteria the room there is."""
        if self._view is not None:
            text = self._article(self._view)
            self.query_one(Beside).show(text, self._view.criteria, full=self._is_full)

    # ---------------------------------------------------------------------------------------------- deciding

    def action_decide(self, verdict: str) -> None:
        """Write a decision and show the next report."""
        self._decide(Verdict(verdict))

    def action_exclude(self) -> None:
        """Exclude; behind title and abstract ask why first."""
        if self._view is None:
            return
        if not self.sitting.needs_reason:
            self._decide(Verdict.EXCLUDE)
            return
        own = self._view.own.reasons if self._view.own is not None else ()
        choices = [Choice(line(one.name), "given before" if one.id in own else "") for one in self._view.criteria]
        about = cut(words.title(self._view.record), 200)
        self.app.push_screen(Choose("Exclude: which criterion fails?", choices, about), self._exclude_for)

    def _exclude_for(self, number: int | None) -> None:
        if number is not None:
            self.tried(lambda: self._decide(Verdict.EXCLUDE, self.sitting.reason(number)))

    def _decide(self, verdict: Verdict, *reasons: str) -> None:
        just = self.sitting.decide(verdict, reasons)
        if just is not None:
            self.paint()
            self._say_just(just)

    def _say_just(self, just: Just) -> None:
        hint = ""
        if just.verdict is Verdict.EXCLUDE and self.sitting.criteria():
            why = words.reasons(just.reasons, self.sitting.criteria())
            digits = min(9, len(self.sitting.criteria()))
            hint = f" · {cut(why, max(20, self.size.width // 2))}" if why else f" · 1-{digits} say why"
        room = self.size.width - 4 - cell_len(f"{_NAMED[just.verdict]}: {hint}")
        self.say(f"{_NAMED[just.verdict]}: {cut(line(just.title) or words.NO_TITLE, max(10, room))}{hint}")

    def action_why(self, number: int) -> None:
        """Put a reason on the report just excluded, or take it off."""
        most = len(self.sitting.criteria())
        if number > most:
            there = f"There is no criterion {number} here: the digits are 1 to {most}."
            self.say(there if most else "There are no criteria here; digits say nothing.")
            return
        just = self.sitting.why(number)
        if just is not None:
            if self._only is not None:
                self.paint()
            self._say_just(just)
        else:
            key = keys.letter("screening", "exclude", self._app.wished)
            self.say(f"A digit says why the report just excluded fails; exclude one first ({key}).")

    def action_note(self) -> None:
        """Ask for a note on the report in view."""
        if self._view is not None:
            report, own = self._view.report.id, self._view.own
            text = self.sitting.notes.get(report, own.note if own is not None else "")
            about = cut(words.title(self._view.record), 200)
            question = "Note on this report" + (", saved at once" if own is not None else ", saved with your decision")
            self.app.push_screen(Ask(question, text, about), self._keep_note)

    def _keep_note(self, text: str | None) -> None:
        if text is not None:
            written = self.attempt(lambda: self.sitting.note(text))
            if written:
                self.paint()
            self._show_own()
            if written is not None:
                self.say("Note saved." if written else "The note is saved with your decision on this report.")

    def action_tag(self) -> None:
        """Ask for the tags of the report in view."""
        if self._view is not None:
            used = ", ".join(f"{line(tag)} ({number})" for tag, number in self.review.screening.tags_used().items())
            about = f"Used so far: {cut(used, 300)}" if used else "Single words, for yourself; r lists reports by them."
            tags = ", ".join(self._view.tags)
            self.app.push_screen(Ask("Tags, parted by blanks", tags, about), self._tag)

    def _tag(self, text: str | None) -> None:
        if text is None:
            return
        changed = self.attempt(lambda: self.sitting.tag(re.split(r"[\s,;]+", text)))
        if changed:
            self._view = self.attempt(self.sitting.view)
            self._show_own()
            self.say("Tags saved; they say nothing to anybody else.")

    def action_abstract(self) -> None:
        """Ask for the abstract of the report in view, if no record has one."""
        view = self._view
        if view is None:
            return
        if not self._can_fill(view):
            self.say("This report has an abstract; only what all its records leave empty is filled in.")
            return
        self.review.session.acting()
        about = f"{cut(words.title(view.record), 160)} · It shows to all, with who put it in."
        self.app.push_screen(Write("Abstract", view.record.abstract, about), self._fill)

    def _fill(self, text: str | None) -> None:
        view = self._view
        if view is not None and text is not None and text.strip() != view.record.abstract.strip():
            filled = self.tried(lambda: self.review.filling.fill(view.report.id, Fillable.ABSTRACT, [text]))
            self.paint()
            if filled:
                self.say("Abstract filled in.")

    def action_later(self) -> None:
        """Put the report off to the end of the queue."""
        if self._view is not None and self._only is None:
            self.sitting.later()
            self.paint()
            self.say("Put off to the end of the queue.")

    def action_undo(self) -> None:
        """Take back the last act and show its report again."""
        undone = self.sitting.undo()
        if undone is None:
            self.say("There is nothing left to take back.")
            return
        self.paint()
        event, report = undone
        own = self._view.own if self._view is not None and report == self._view.report.id else None
        if own is not None and isinstance(event.body, Decision):
            self.say(f"Your {own.verdict} stands again; taken back: {act(event.body)}.")
        else:
            self.say(f"Taken back: {act(event.body)}.")

    def action_access(self) -> None:
        """Ask whether the full text could be had."""
        if self._view is not None and self._stage is Stage.FULL_TEXT:
            choices = [Choice(ACCESSES[one], "so it stands" if self._view.access is one else "") for one in _ACCESS]
            about = cut(words.title(self._view.record), 200)
            self.app.push_screen(Choose("The full text of this report is", choices, about), self._ask_reason)

    def _ask_reason(self, number: int | None) -> None:
        if number is None:
            return
        access = _ACCESS[number - 1]
        if access is Access.RETRIEVED:
            self._set_access(access, "")
            return
        ask = Ask(f"{ACCESSES[access].capitalize()}: why? (may be empty)")
        self.app.push_screen(ask, lambda reason: self._set_access(access, reason) if reason is not None else None)

    def _set_access(self, access: Access, reason: str) -> None:
        if self.tried(lambda: self.sitting.set_access(access, reason)):
            self.paint()
            self.say(f"Full text {ACCESSES[access]}.")

    # ---------------------------------------------------------------------------------------------- looking about

    def show_marks(self) -> None:
        """Show the report anew where it is."""
        self.on_resize()

    def action_records(self) -> None:
        """Show the records of the report in view."""
        from reviewkit.tui.screens.group import GroupScreen

        if self._view is not None:
            report = self._view.report.id
            self.app.push_screen(GroupScreen(self.review, report), lambda _: self._regrouped(report))

    def _regrouped(self, report: ReportId) -> None:
        """Go on with what the report is now, if it waits."""
        if self.tried(lambda: self.sitting.regrouped(report)):
            self.paint()

    def action_viewer(self) -> None:
        """Open the full text in the system's viewer."""
        if self._view is not None and self._stage is not Stage.TITLE_ABSTRACT:
            view_full_text(self, self._view.report.id)

    def action_read(self) -> None:
        """Read the full text here."""
        if self._view is not None and self._stage is not Stage.TITLE_ABSTRACT:
            read_full_text(self, self._view.report.id, words.title(self._view.record))

    def action_criteria(self) -> None:
        """Show the criteria in full, or as before."""
        self.toggle_class("away" if self.size.width >= 120 else "full")
        self.call_after_refresh(self.on_resize)

    def action_scroll(self, direction: int) -> None:
        """Scroll the text by a line."""
        self.query_one(Beside).scroll_text(direction)

    def action_page(self, direction: int) -> None:
        """Scroll the text by a page."""
        self.query_one(Beside).scroll_text(direction, page=True)

    def action_back(self) -> None:
        """Go back; a note that still waits is kept as long as the program runs."""
        self.dismiss()
