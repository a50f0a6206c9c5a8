"""Slow work in a thread: how far it is, and whether it is to go on.

The thing a reader would get wrong: a thread cannot be stopped from outside. What the work calls again and again
(`told`) raises once somebody wants it to stop, so it stops where the review lets it, and what is kept then is the
review's promise. The screen looks at `words` from time to time; nothing here touches it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reviewkit.errors import StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.model import Told

_COUNTED = 1000
"""Things of which people want to know how many are done; of more only the share."""


class Work:
    """Something that takes a while."""

    def __init__(
        self,
        sentence: str,
        act: Callable[[Told], object],
        kept: str = "",
        then: Callable[[Any], object] | None = None,
    ) -> None:
        """Do `act` under a sentence; `kept` says how it stands if it is stopped, empty if it cannot be.

        `then` is for what `act` returns.
        """
        self.sentence = sentence
        self.kept = kept
        self.then = then
        self._act = act
        self._done = self._total = 0
        self._stopped = False

    def run(self) -> object:
        """Do it; raises `StoppedError` where it was stopped."""
        return self._act(self._told)

    def _told(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        if self._stopped:
            raise StoppedError(self.kept)

    def stop(self) -> None:
        """Have it end as soon as it can."""
        self._stopped = True

    @property
    def can_stop(self) -> bool:
        """Return whether it can still be stopped."""
        return bool(self.kept) and not self._stopped

    @property
    def words(self) -> str:
        """Return what is done and how far it is: `Comparing … 24 %`, `Reading … 3 of 12`."""
        if self._stopped:
            return f"{self.sentence} stopping"
        if not self._total:
            return self.sentence
        few = self._total < _COUNTED
        far = f"{self._done} of {self._total}" if few else f"{100 * self._done // self._total} %"
        return f"{self.sentence} {far}"
