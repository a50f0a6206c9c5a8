"""Files dropped on the terminal, which arrive as text: their paths, as each terminal writes them."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.parse import unquote

_LONGEST = 20_000
"""Characters of a pasted text that may be paths."""


def dropped(text: str) -> list[Path]:
    """Return the files that a pasted text names, as terminals write what is dropped on them; else none.

    That is a path in quotes, with a backslash before each blank, as a URL of a file, or as it is; several are parted by
    blanks or lines.
    """
    plain = text.strip()
    if not plain or len(plain) > _LONGEST:
        return []
    for parts in ([plain], [plain.replace("\\", "")], _parted(plain), plain.splitlines()):
        files = [_file(part) for part in parts]
        if files and all(files):
            return [file for file in files if file is not None]
    return []


def _parted(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quotation mark that is never closed
        return []


def _file(text: str) -> Path | None:
    """Return the file that a path or a URL names, if there is one here."""
    is_url = text.startswith("file:")
    plain = unquote(text.removeprefix("file://localhost").removeprefix("file://")) if is_url else text.strip("'\"")
    try:
        path = Path(plain).expanduser()
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # too long a name, a NUL in it, nobody's home
        return None
