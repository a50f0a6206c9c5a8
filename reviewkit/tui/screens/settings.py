"""What one likes: keys, words to be marked, colours, the library's link resolver. Nobody else sees any of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.content import Content
from textual.widgets import Static

from reviewkit.review import OwnWords
from reviewkit.review import settings as settings_
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import DIM, cut, padded

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.review import Review, Settings
    from reviewkit.tui.app import ReviewkitApp

_LABEL = 34
_WORDS = "Parted by commas; a phrase needs no quotes, * stands for any ending: parent*, home language"
_RESOLVER = "A URL with {doi}, {title}, {issn}, {year}, {volume}, {issue}, {pages} or {query} where each belongs."


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the screen: a setting, its value, and what Enter does."""

    label: str
    value: str = ""
    change: Callable[[], None] | None = None


class SettingsScreen(Framed):
    """The person's settings, a line each."""

    PLACE = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("settings")]

    def __init__(self, review: Review) -> None:
        """Show the settings; the words are those for this review."""
        super().__init__(review)
        self._rows: list[Row] = []

    def body(self) -> ComposeResult:
        """Yield the list and where it is kept."""
        yield Static(id="filter")
        yield Listing(self._line, id="list")

    def paint(self) -> None:
        """Show what holds now."""
        self.head("Options", "yours alone, for all reviews on this device")
        faults = settings_.read().faults
        self.show("#filter", Content.styled(faults[0] if faults else str(settings_.settings_file()), DIM))
        self._rows = self._lines()
        listing = self.query_one(Listing)
        listing.show(len(self._rows), listing.cursor)

    @property
    def _app(self) -> ReviewkitApp:
        return cast("ReviewkitApp", self.app)

    @property
    def _review_id(self) -> str:
        return self.review.session.criteria.review.id

    def _lines(self) -> list[Row]:
        now = self._app.settings
        words = now.words(self._review_id)
        return [
            Row("Keys that decide", now.profile, self._ask_profile),
            Row("Colours", now.theme, self._ask_theme),
            Row("Words for, in this review", line(", ".join(words.include)), lambda: self._ask_words("include")),
            Row("Words against, in this review", line(", ".join(words.exclude)), lambda: self._ask_words("exclude")),
            Row("Link resolver of your library", line(now.link_resolver), self._ask_resolver),
            Row("Single keys"),
            *(self._key_row(word) for word in keys.wishable()),
        ]

    def _key_row(self, word: str) -> Row:
        place = next(key.place for key in keys.KEYS if key.name and key.words == word)
        letter = keys.letter(place, word, self._app.wished)
        wished = "  (your wish)" if word in self._app.settings.keys else ""
        return Row(f"  {word}", f"{letter}{wished}", lambda: self._ask_key(word, letter))

    def _line(self, number: int, width: int) -> str:
        row = self._rows[number]
        label = min(_LABEL, width // 2)
        return f"{padded(row.label, label)} {cut(row.value or ('none' if row.change else ''), width - label - 1)}"

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor."""
        self.query_one(Listing).cursor += direction

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Change the setting under the cursor."""
        change = self._rows[self.query_one(Listing).cursor].change
        if change is not None:
            change()

    def _ask_profile(self) -> None:
        marks = {name: ", ".join(f"{key} {word}" for word, key in own.items()) for name, own in keys.PROFILES.items()}
        marks["default"] = "y include, n exclude, m unsure"
        choices = [Choice(name, marks[name]) for name in settings_.PROFILES]
        self.app.push_screen(
            Choose("Which keys decide?", choices),
            lambda number: self._keep(number and replace(self._app.settings, profile=settings_.PROFILES[number - 1])),
        )

    def _ask_theme(self) -> None:
        self.app.push_screen(
            Choose("Which colours?", [Choice(name.replace("-", " ")) for name in settings_.THEMES]),
            lambda number: self._keep(number and replace(self._app.settings, theme=settings_.THEMES[number - 1])),
        )

    def _ask_words(self, which: str) -> None:
        now = self._app.settings.words(self._review_id)
        value = ", ".join(now.include if which == "include" else now.exclude)
        question = "Words that speak for a report" if which == "include" else "Words that speak against a report"
        self.app.push_screen(Ask(question, value, _WORDS), lambda text: self._keep_words(which, text))

    def _keep_words(self, which: str, text: str | None) -> None:
        if text is not None:
            now, typed = self._app.settings.words(self._review_id), tuple(settings_.words_typed(text))
            words = OwnWords(typed, now.exclude) if which == "include" else OwnWords(now.include, typed)
            self._keep(self._app.settings.with_words(self._review_id, words))

    def _ask_resolver(self) -> None:
        ask = Ask("Link resolver", self._app.settings.link_resolver, _RESOLVER)
        self.app.push_screen(ask, lambda text: self._change("link_resolver", text))

    def _ask_key(self, word: str, letter: str) -> None:
        ask = Ask(f"Key for: {word}", letter, "One small letter; nothing: as the keys above say.")
        self.app.push_screen(ask, lambda text: self._change(f"keys.{word}", text))

    def _change(self, name: str, text: str | None) -> None:
        if text is not None:
            self._keep(self.attempt(lambda: settings_.changed(self._app.settings, name, text)))

    def _keep(self, settings: Settings | int | None) -> None:
        """Keep settings, unless the person thought better of it; a refusal is shown and changes nothing."""
        if isinstance(settings, settings_.Settings) and self.tried(lambda: self._app.keep(settings)):
            self.paint()
            self.say("Kept.")
