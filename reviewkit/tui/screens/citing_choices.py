"""The dialogs of citation searching: which seeds, which direction, how many citing works, how many requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.tui.citing.choices import DIRECTION_WORDS, DIRECTIONS, Choices, Known, Seeds
from reviewkit.tui.screens.asking import Ask, Choice, Choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.tui.screens.framed import Framed

_LIMIT = "Forward only. The plan says which seeds have more, before any of it is fetched."
_BUDGET = "What was answered by then is kept, and the next run goes on from there. Nothing: no limit."


def answers(on: Framed, name: str, now: Choices, known: Known, then: Callable[[Choices], object]) -> None:
    """Ask for one of the choices by its name; `then` gets all of them with the answer in it."""
    match name:
        case "seeds":
            _ask_seeds(on, now, known, then)
        case "direction":
            _ask_direction(on, now, then)
        case "limit":
            ask = Ask("Works that cite one seed, at most", str(now.limit), _LIMIT)
            on.app.push_screen(ask, lambda text: _number(on, text, lambda found: then(replace(now, limit=found or 1))))
        case _:
            ask = Ask("Requests of one run, at most", str(now.budget or ""), _BUDGET)
            on.app.push_screen(ask, lambda text: _number(on, text, lambda found: then(replace(now, budget=found))))


def _ask_direction(on: Framed, now: Choices, then: Callable[[Choices], object]) -> None:
    def chosen(number: int | None) -> None:
        if number is not None:
            then(replace(now, directions=DIRECTIONS[number - 1]))

    on.app.push_screen(Choose("Which way?", [Choice(DIRECTION_WORDS[one]) for one in DIRECTIONS]), chosen)


def _ask_seeds(on: Framed, now: Choices, known: Known, then: Callable[[Choices], object]) -> None:
    numbers = {
        Seeds.INCLUDED: len(known.included),
        Seeds.NEXT: len(known.next),
        Seeds.PICKED: len(now.picked),
        Seeds.ALL: len(known.every),
    }

    def chosen(number: int | None) -> None:
        if number is None:
            return
        seeds = list(Seeds)[number - 1]
        if seeds is Seeds.PICKED:
            _pick(on, now, then)
        else:
            then(replace(now, seeds=seeds))

    choices = [Choice(f"{one.value[0].upper()}{one.value[1:]}", f"{number:,}") for one, number in numbers.items()]
    on.app.push_screen(Choose("Follow citations from which reports?", choices), chosen)


def _pick(on: Framed, now: Choices, then: Callable[[Choices], object]) -> None:
    from reviewkit.tui.screens.seeds import SeedsScreen

    screen = SeedsScreen(
        on.review, now.picked, lambda picked: then(replace(now, seeds=Seeds.PICKED, picked=frozenset(picked)))
    )
    on.app.push_screen(screen)


def _number(on: Framed, text: str | None, then: Callable[[int | None], object]) -> None:
    """Hand on a number of 1 or more, None for nothing; refuse all else."""
    if text is None:
        return
    digits = text.strip().replace(" ", "")
    if digits and not (digits.isascii() and digits.isdigit() and int(digits[:12]) > 0):
        on.refuse(NotAllowedError(f'"{text.strip()}" is no number of 1 or more', remedy="Write digits only."))
        return
    then(int(digits[:12]) if digits else None)
