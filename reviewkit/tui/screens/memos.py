"""Memos on a study, a code or the whole review: a new one, a note of one's own, or one that is there, to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Memo
from reviewkit.text import line
from reviewkit.tui.screens.asking import Choice, Choose
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.words import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.tui.screens.framed import Framed

_NEW = (("new memo, for all who code", False), ("new note of your own, which nobody else sees", True))


def ask_memo(screen: Framed, about: str, title: str, then: Callable[[], object]) -> None:
    """Ask for a memo; an empty text takes one back. `then` is called once it is written."""
    coding, acting = screen.review.coding, screen.review.session.reviewer
    found = screen.attempt(lambda: coding.memos(about))
    if found is None:
        return
    own = [one.memo for one in found if one.writer == acting]
    choices = [Choice(words) for words, _ in _NEW]
    choices += [Choice(cut(line(one.text), 50), "only you see it" if one.own else "") for one in own]

    def chosen(number: int | None) -> None:
        if number is not None and number > len(_NEW):
            _write(screen, about, title, own[number - len(_NEW) - 1], then)
        elif number is not None:
            _write(screen, about, title, Memo("", "", own=_NEW[number - 1][1]), then)

    screen.app.push_screen(Choose("Which memo?", choices, title), chosen)


def _write(screen: Framed, about: str, title: str, memo: Memo, then: Callable[[], object]) -> None:
    def written(text: str | None) -> None:
        if text is None or not (text.strip() or memo.mark):
            return
        if screen.tried(lambda: screen.review.coding.memo(about, text, own=memo.own, mark=memo.mark)):
            then()
            screen.say("Memo saved." if text.strip() else "Memo taken back.")

    question = "Note of your own, which nobody else sees" if memo.own else "Memo"
    screen.app.push_screen(Write(question, memo.text, title), written)
