"""How far slow work is, on a terminal's stderr, and Ctrl-C where the work may end.

The thing a reader would get wrong: the first Ctrl-C only asks. The work ends at the next place where nothing is half
done, which during the storing of an import is its end; a second one ends it at once, as everywhere.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import click

from reviewkit.errors import StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from reviewkit.model import Told

_OFTEN = 0.2
"""Seconds between two lines."""


class _Progress:
    """What has been asked, and what stands on the terminal."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._asked = False
        self._shown = 0
        self._next = time.monotonic() + _OFTEN

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        """Have the work end; asked twice, at once."""
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True

    def told(self, done: int, total: int) -> None:
        """Show how far it is. Raises `StoppedError` once it was asked to end."""
        if self._asked:
            raise StoppedError("it was stopped")
        if sys.stderr.isatty() and time.monotonic() >= self._next:
            self._next = time.monotonic() + _OFTEN
            self._show(f"{self._sentence} {100 * done // total} %" if total else f"{self._sentence} storing")

    def _show(self, text: str) -> None:
        click.echo(f"\r{text:<{self._shown}}", nl=False, err=True)
        self._shown = len(text)

    def clear(self) -> None:
        """Leave an empty line."""
        if self._shown:
            self._show("")
            click.echo("\r", nl=False, err=True)


@contextlib.contextmanager
def stoppable(sentence: str) -> Iterator[Told]:
    """Yield what hears how far work is. Raises `click.Abort` where somebody has stopped it."""
    progress = _Progress(sentence)
    main = threading.current_thread() is threading.main_thread()  # no other may set what a signal does
    before = signal.signal(signal.SIGINT, progress.ask) if main else None
    try:
        yield progress.told
    except StoppedError:
        raise click.Abort from None
    finally:
        progress.clear()
        if before is not None:
            signal.signal(signal.SIGINT, before)
