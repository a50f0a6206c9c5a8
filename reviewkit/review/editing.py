"""A text changed in the person's own editor, as `VISUAL` or `EDITOR` names it."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

from reviewkit.errors import NotHereError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_VARIABLES = ("VISUAL", "EDITOR")


def editor(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the editor and its options, as a shell would part them; empty if none is set."""
    named = next((text for name in _VARIABLES if (text := environment.get(name, "").strip())), "")
    try:
        return shlex.split(named)
    except ValueError:  # a quotation mark that is never closed
        return [named]


def edit(path: Path) -> None:
    """Open a file in the person's editor and wait until it is closed. Raises `NotHereError` if that cannot be."""
    words = editor()
    if not words:
        raise NotHereError(
            "no editor is named",
            where="EDITOR",
            remedy="Set EDITOR, such as EDITOR=nano, or VISUAL; or give the text with --from FILE.",
        )
    try:
        code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603  # the person's own program
    except OSError as error:
        raise NotHereError(
            f"the editor cannot be started ({error.strerror or error})",
            where=words[0],
            remedy="Set EDITOR to a program that is there.",
        ) from error
    if code:
        raise NotHereError(f"the editor ended with code {code}, so nothing was taken from it", where=words[0])
