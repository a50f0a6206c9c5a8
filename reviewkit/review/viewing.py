"""Showing a file in the system's own viewer."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from reviewkit.errors import NotHereError

if TYPE_CHECKING:
    from pathlib import Path

_OPENERS = {"darwin": "open"}
_OTHERWISE = "xdg-open"
_SECONDS = 1.5
"""How long an opener may take to say that it cannot; one that goes on longer is showing the file."""


def show(path: Path) -> None:
    """Open a file in the system's viewer, without waiting for it. Raises `NotHereError` if there is none."""
    if sys.platform == "win32":
        _start(path)
    else:
        _open(_OPENERS.get(sys.platform, _OTHERWISE), path)


def _start(path: Path) -> None:
    try:
        os.startfile(path)  # type: ignore[attr-defined,unused-ignore] # noqa: S606  # Windows has it; so a person opens a file
    except OSError as error:
        raise _no_viewer(path, str(error.strerror or error)) from error


def _open(opener: str, path: Path) -> None:
    nothing = subprocess.DEVNULL
    try:
        # A session of its own: a viewer outlives this program, and one for terminals cannot take this one over.
        running = subprocess.Popen(  # noqa: S603  # the opener's name is fixed, and a path is no option
            [opener, str(path.resolve())], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError as error:
        raise _no_viewer(path, f"{opener}: {error.strerror or error}") from error
    try:
        code = running.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        return
    if code:
        raise _no_viewer(path, f"{opener} ended with code {code}")


def _no_viewer(path: Path, why: str) -> NotHereError:
    return NotHereError(
        f"no program here shows the file ({why})",
        where=str(path),
        remedy="Open it by hand, or read its text in the terminal.",
    )
