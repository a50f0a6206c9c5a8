"""What a report cites, from its own list of references: pasted or read from its full text, looked through, taken.

The thing a reader would get wrong: nothing is written before it is taken, and still nothing gets lost: the list and all
that was said of it are kept on this device after every key, and are there again when the screen is opened again.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.errors import InputError
from reviewkit.review import ListProposal, TakenList, Wish, confirmed, identified, meaning, wished
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui import references as shown
from reviewkit.tui.screens.asking import Choice, Choose
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import DIM, counted, cut, lines, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import Told
    from reviewkit.review import Listed, Review
    from reviewkit.review.reference_lists import ReferenceLists

_LOW = 16
"""Rows below which either the list or one reference shows."""
_NARROW = 60
"""Columns below which the heading has no room for the report's title."""


class ReferencesScreen(Framed):
    """A list of references, one of them in full below it or beside it."""

    PLACE = "references"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("references")]

    def __init__(self, review: Review, report: str) -> None:
        """Show the list of a report: an id of it or of one of its records."""
        super().__init__(review)
        self._report = review.reports.find(report)
        self._title = title(review.reference_lists.record_of(self._report))
        self._proposal: ListProposal | None = None
        self._before: list[ListProposal] = []
        self._pasted: list[str] = []
        self._answers: list[Listed] = []
        self._unread = ""
        """A text that no reference was found in."""
        self._open = False
        self._is_kept = True

    def body(self) -> ComposeResult:
        """Yield the sentence, the list and the reference in full."""
        yield Static(id="filter")
        with Vertical(id="sheet"):
            yield Listing(self._row, id="list")
            with VerticalScroll(id="words", can_focus=False):
                yield Static(id="thing")

    def begin(self) -> None:
        """Show what was kept of it."""
        super().begin()
        self.slowly("Looking for what was kept …", lambda: self._lists.kept(self._report), self._resume)

    def _resume(self, kept: ListProposal | None) -> None:
        if kept is not None:
            self._change(kept, write=False)
            self.say("This is where you were; nothing of it is taken yet.")

    @property
    def _lists(self) -> ReferenceLists:
        return self.review.reference_lists

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the list and the reference under the cursor."""
        proposal, one = self._proposal, self._one
        low = self.size.height < _LOW
        self._open = self._open and one is not None
        self.query_one("#list").display = one is not None and not self._open
        words = self.query_one("#words")
        words.display = one is None or self._open or not low
        words.set_class(one is None or self._open or self.has_class("-wide"), "open")
        useless = shown.useless(proposal, one) | (set() if self._before else {"u"})
        useless |= set() if proposal is not None and self._lists.to_look_up(proposal) else {"l"}
        self.query_one(KeyLine).hidden = frozenset(useless)
        of = f": {cut(self._title, self.size.width - 46)}" if self.size.width >= _NARROW else ""
        self.head(f"References{of}", shown.progress(proposal) if proposal is not None else "")
        if proposal is None:
            self.show("#filter", Content.styled("No list yet.", DIM))
            self.show("#thing", lines(shown.START))
            return
        self.show("#filter", Content.styled(cut(shown.sentence(proposal), self.size.width - 4), DIM))
        if one is not None:
            meant = [self._lists.record_of(other.report) for other in one.meant[:1]]
            self.show("#thing", lines(shown.in_full(one, meant, self._measure)))
            words.scroll_home(animate=False)

    @property
    def _measure(self) -> int:
        """Return the columns that the reference in full has."""
        beside = self.has_class("-wide") and not self._open
        return min(100, self.size.width // 2 - 6 if beside else self.size.width - 5)

    def on_resize(self) -> None:
        """Give it the room there is."""
        if self.is_mounted:
            self.paint()

    def folder_changed(self) -> None:
        """Leave the list as it is."""

    def _row(self, number: int, width: int) -> str:
        return shown.row(self._proposal.references[number], width) if self._proposal is not None else ""

    @property
    def _one(self) -> Listed | None:
        """Return the reference under the cursor."""
        cursor = self.query_one(Listing).cursor
        found = self._proposal.references if self._proposal is not None else ()
        return found[cursor] if cursor < len(found) else None

    # ---------------------------------------------------------------------------------------------- keeping

    def _change(self, proposal: ListProposal, *, write: bool = True, cursor: int | None = None) -> None:
        """Go on with a changed list, which is kept at once."""
        if write and self._proposal is not None:
            self._before.append(self._proposal)
        self._proposal = proposal
        if write:
            self._is_kept = self.tried(lambda: self._lists.keep(proposal))
        listing = self.query_one(Listing)
        listing.show(len(proposal.references), listing.cursor if cursor is None else cursor)
        self.paint()

    def action_undo(self) -> None:
        """Go back to the list as it was before the last key."""
        if not self._before:
            self.say("There is nothing to take back here.")
            return
        before = self._before.pop()
        self._change(before, write=False)
        self._is_kept = self.tried(lambda: self._lists.keep(before))
        self.say("As it was before.")

    def action_back(self) -> None:
        """Go back to the list, or leave; asks first if the list could not be kept."""
        if self._open:
            self.action_open()
        elif self._is_kept:
            self.dismiss()
        else:
            choices = [Choice("Stay"), Choice("Leave without")]
            question = Choose("The list could not be kept on this device and would be lost.", choices)
            self.app.push_screen(question, self._leave_anyway)

    def _leave_anyway(self, number: int | None) -> None:
        if number == 2:
            self.dismiss()

    # ---------------------------------------------------------------------------------------------- a list

    def on_paste(self, event: events.Paste) -> None:
        """Read what was pasted, behind the references that are there already."""
        self._take_in(event.text)

    def action_type(self) -> None:
        """Ask for a list, or more of it; begins with a text that no reference was found in."""
        about = "Any style. Behind what is there already; one that is there is not added again."
        self.app.push_screen(Write("References", self._unread, about), lambda text: self._take_in(text or ""))

    def _take_in(self, text: str) -> None:
        if text.strip():
            self._pasted.append(text)  # of what comes while another is being read, nothing is lost
            self.slowly("Reading the references …", self._read_pasted, self._add)

    def _read_pasted(self) -> ListProposal:
        text = "\n\n".join(self._pasted)
        self._pasted.clear()
        try:
            return self._lists.read_list(self._report, text)
        except InputError:
            self._unread = text
            raise

    def action_pdf(self) -> None:
        """Take the list from the report's attached full text."""
        self.slowly("Reading the full text …", lambda: self._lists.from_pdf(self._report), self._add)

    def _add(self, found: ListProposal) -> None:
        self._unread = ""
        if self._proposal is None:
            self._change(found)
            self.say("l looks up at Crossref what has no DOI; c confirms all sure ones.")
            return
        now = self._proposal
        self.slowly("Adding …", lambda: self._lists.added(now, found), partial(self._tell_added, len(now.references)))

    def _tell_added(self, before: int, proposal: ListProposal) -> None:
        more = len(proposal.references) - before
        self._change(proposal, cursor=before if more else None)
        self.say(f"{counted(more, 'more reference')}.")

    # ---------------------------------------------------------------------------------------------- mending

    def action_edit(self) -> None:
        """Change a reference's text; a line break splits it, no text sets it aside."""
        one = self._one
        if one is not None:
            about = "One reference a line: a line break splits it. No text: set aside, as no reference."
            self.app.push_screen(Write(f"Reference {one.number}", line(one.printed), about), partial(self._edit, one))

    def _edit(self, one: Listed, text: str | None) -> None:
        texts = [line(part) for part in (text or "").splitlines() if part.strip()]
        if text is not None and texts == [line(one.printed)]:
            self.say("Nothing was changed.")
        elif text is not None:
            self._rewrite(one.number, one.number, texts)

    def action_join(self) -> None:
        """Join a reference with the one that follows it."""
        one, proposal = self._one, self._proposal
        if one is None or proposal is None or one.number >= len(proposal.references):
            self.say("Nothing follows that it could be joined with.")
            return
        following = proposal.references[one.number]
        self._rewrite(one.number, one.number + 1, [f"{one.printed} {following.printed}"])

    def _rewrite(self, first: int, last: int, texts: list[str]) -> None:
        proposal = self._proposal
        if proposal is not None:
            self.slowly("Reading it anew …", lambda: self._lists.rewritten(proposal, first, last, texts), self._change)

    # ---------------------------------------------------------------------------------------------- saying

    def action_yes(self) -> None:
        """Take it: as the first that it may be, or as it was read."""
        one = self._one
        if one is not None and (one.meant or one.offered) and one.word != "":
            self.action_which(1)
        else:
            self._say(lambda one: wished(one, Wish.TAKE))

    def action_which(self, number: int) -> None:
        """Take it as the one of that number that it may be."""
        self._say(lambda one: wished(_as(one, number), Wish.TAKE))

    def action_none(self) -> None:
        """Take it as it was read, as none of those that it may be."""
        self._say(lambda one: wished(meaning(replace(one, offered=()), known=False), Wish.TAKE))

    def action_leave(self) -> None:
        """Leave it as text, or think again."""
        self._say(lambda one: wished(one, Wish.OPEN if one.wish is Wish.LEAVE else Wish.LEAVE))

    def _say(self, act: Callable[[Listed], Listed]) -> None:
        """Change the reference under the cursor and go to the next that nobody has said anything of."""
        one, proposal = self._one, self._proposal
        if one is None or proposal is None:
            return
        changed = act(one)
        if changed == one:
            self.say(shown.advice(one))
            return
        listed = tuple(changed if other.number == one.number else other for other in proposal.references)
        self._change(replace(proposal, references=listed), cursor=_next_open(listed, one.number - 1))
        if not any(map(shown.is_open, listed)):
            self.say("Something is said of each: t takes what is confirmed.")

    def action_confirm(self) -> None:
        """Confirm all that are sure."""
        proposal = self._proposal
        if proposal is not None:
            now = confirmed(proposal)
            more = len(now.confirmed) - len(proposal.confirmed)
            self._change(now, cursor=_next_open(now.references, -1))
            left = sum(map(shown.is_open, now.references))
            self.say(f"{counted(more, 'sure one')} confirmed, {left} left to look at.")

    # ---------------------------------------------------------------------------------------------- looking up

    def action_look_up(self) -> None:
        """Ask Crossref for what has no DOI."""
        proposal = self._proposal
        if proposal is None:
            return
        if not self._lists.to_look_up(proposal):
            self.say("Nothing is left to look up: all others are known, have a DOI, or were asked for.")
            return
        self._answers = []
        self.stoppably("Asking Crossref …", partial(self._looked_up, proposal), "What was answered is there.")

    def _looked_up(self, proposal: ListProposal, told: Told) -> ListProposal:
        found = self._lists.look_up(proposal, told, heard=self._answers.append)
        self._answers = []
        return found

    def _failed(self, error: BaseException | None) -> None:
        """Say why there is no result, and go on with the answers that came."""
        super()._failed(error)
        proposal, answers, self._answers = self._proposal, self._answers, []
        if proposal is not None and answers:
            self.slowly("", lambda: self._lists.with_answers(proposal, answers), self._change)

    # ---------------------------------------------------------------------------------------------- taking

    def action_take(self) -> None:
        """Ask, and make records of what is confirmed."""
        proposal = self._proposal
        if proposal is None or not proposal.confirmed:
            self.say("Nothing is confirmed yet: c confirms all sure ones, y the one under the cursor.")
            return
        self.review.session.acting()
        question = f"Take {counted(len(proposal.confirmed), 'reference')}?"
        choices = [Choice("Not yet"), Choice("Take them")]
        self.app.push_screen(
            Choose(question, choices, shown.taken_words(proposal)),
            lambda number: self._take(proposal) if number == 2 else None,
        )

    def _take(self, proposal: ListProposal) -> None:
        def take(told: Told) -> tuple[TakenList, ListProposal | None]:
            taken = self._lists.take(proposal, proposal.confirmed, told)
            return taken, self._lists.kept(self._report)

        self.stoppably("Taking …", take, "Nothing was taken.")

    def finished(self, result: object) -> None:
        """Show what looking up or taking came to."""
        if isinstance(result, ListProposal):
            self._change(result)
            found = sum(one.score is not None for one in result.references)
            self.say(f"Crossref has {found} for certain. c confirms all sure ones.")
        elif isinstance(result, tuple):
            self._taken(*result)

    def _taken(self, taken: TakenList, left: ListProposal | None) -> None:
        self._before = []
        if left is not None:
            self._change(left, write=False, cursor=_next_open(left.references, -1))
            if not any(map(shown.is_open, left.references)):
                self._lists.forget(self._report)
        pairs = f" {counted(taken.uncertain, 'pair')} to compare." if taken.uncertain else ""
        self.say(
            f"{taken.identified} taken: {taken.known} known already, {taken.new} new; {taken.left} kept as text.{pairs}"
        )

    # ---------------------------------------------------------------------------------------------- moving

    def action_move(self, direction: int) -> None:
        """Move the cursor."""
        self.query_one(Listing).cursor += direction
        self.paint()

    def action_next(self) -> None:
        """Go to the next one that nobody has said anything of."""
        listing = self.query_one(Listing)
        if self._proposal is not None:
            listing.cursor = _next_open(self._proposal.references, listing.cursor)
            self.paint()

    def action_page(self, direction: int) -> None:
        """Move by a page, in one that is open by its text."""
        if self._open:
            self.below(self.query_one("#words"), direction, page=True)
        else:
            self.action_move(direction * self.query_one(Listing).page)

    def action_end(self, direction: int) -> None:
        """Go to the first or the last."""
        self.action_move(direction * len(self._proposal.references if self._proposal is not None else ()))

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Show the reference alone, or the list again."""
        self._open = not self._open
        self.paint()


def _as(one: Listed, number: int) -> Listed:
    """Return a reference as the one of that number among those that it may be; unchanged if there is none."""
    if number <= len(one.meant):
        return meaning(one, known=True, place=number - 1)
    place = number - len(one.meant) - 1
    if place >= len(one.offered):
        return one
    return identified(meaning(one, known=False) if one.meant else one, place)


def _next_open(listed: tuple[Listed, ...], at: int) -> int:
    """Return the place behind `at` of the next one that waits for a word, round to the first; `at` if none does."""
    order = [*range(at + 1, len(listed)), *range(at + 1)]
    return next((place for place in order if shown.is_open(listed[place])), max(0, at))
