"""The least that a decision in a terminal can cost: a Textual app that repaints one label and commits one row.

python -m tests.bench.bare DATABASE
"""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Label

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

ROW = "x" * 400
READY = "ready for a key"


class Bare(App[None]):
    """One label, one table."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._database = sqlite3.connect(path, isolation_level=None)
        for statement in ("journal_mode=WAL", "synchronous=FULL"):
            self._database.execute(f"PRAGMA {statement}")
        self._database.execute("CREATE TABLE decision (id INTEGER PRIMARY KEY, line TEXT)")
        self._number = 0

    def compose(self) -> ComposeResult:
        yield Label(READY)

    def on_key(self, _event: Key) -> None:
        self._number += 1
        self._database.execute("INSERT INTO decision (line) VALUES (?)", (ROW,))
        self.query_one(Label).update(f"decision {self._number} is on disk")


if __name__ == "__main__":
    Bare(sys.argv[1]).run()
