"""The real program in a real pseudo-terminal: keys in, the screen as a person sees it out."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pexpect
import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_ANSWERS = 10.0
"""Seconds in which a program paints something after a key, however busy the machine."""
_KEYS = {"Enter": "\r", "Escape": "\x1b", "Space": " "}


class Terminal:
    """A program on a terminal of 80x24."""

    def __init__(
        self, command: list[str], folder: Path, environment: Mapping[str, str], columns: int = 80, lines: int = 24
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.screens: list[str] = []
        """Every screen that was painted, also one that the next key replaced before it was quiet."""
        self._program = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(folder),
            env={**os.environ, **environment, "TERM": "xterm-256color"},
            dimensions=(lines, columns),
            timeout=20,
        )

    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(self._screen.display)

    def _read(self, seconds: float) -> bool:
        try:
            self._stream.feed(self._program.read_nonblocking(65536, timeout=seconds))
            self.screens.append(self.text())
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        return True

    def settle(self, quiet: float = 0.25) -> str:
        """Read until nothing has come for a while, and return the screen."""
        while self._read(quiet):
            pass
        return self.text()

    def wait(self, shows: Callable[[str], bool], what: str, seconds: float = 20) -> str:
        """Read until the screen shows something; fails with the screen if it never does."""
        for _ in range(int(seconds / 0.1)):
            self._read(0.1)
            if shows(self.text()):
                return self.text()
        raise AssertionError(f"{what} never showed:\n{self.text()}")

    def press(self, key: str) -> str:
        """Press one key, and return the screen once it has answered and is quiet again."""
        self._program.send(_KEYS.get(key, key))
        self._read(_ANSWERS)
        return self.settle()

    def kill(self) -> None:
        """Kill the program as a power cut would."""
        os.kill(self._program.pid, signal.SIGKILL)
        self._program.wait()

    def ended(self) -> int | None:
        """Return the exit code of a program that has left by itself."""
        for _ in range(50):
            if not self._program.isalive():
                code: int | None = self._program.exitstatus
                return code
            self._read(0.1)
        raise AssertionError(f"still running:\n{self.text()}")

    def closed(self) -> None:
        """Make sure that nothing is left running."""
        if self._program.isalive():
            self._program.kill(signal.SIGKILL)
            time.sleep(0.05)
