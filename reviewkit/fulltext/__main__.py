"""Reading one full text in a process of its own: the file on stdin, JSON on stdout, bounded in memory and time.

`python -m reviewkit.fulltext pdf 600` prints `{"pages": [...], "about": "", "cut": ""}`, or `{"what": ..., "remedy":
...}` where the file cannot be read. Whoever starts it stops it after a while.
"""

from __future__ import annotations

import contextlib
import json
import sys

from reviewkit.errors import InputError
from reviewkit.fulltext.plain import text

_MEMORY = 2 * 2**30
_SECONDS = 120
"""Of computing: in case whoever started it is gone."""


def _bound() -> None:
    """Take less of the machine than a hostile file would like; Windows has no such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _answer(kind: str, most_pages: int) -> dict[str, object]:
    try:
        found = text(sys.stdin.buffer, kind, most_pages)
    except InputError as error:
        return {"what": error.what, "remedy": error.remedy}
    except (MemoryError, RecursionError):
        return {"what": "asks for more memory than a text is worth", "remedy": "Open it in the viewer."}
    return {"pages": found.pages, "about": found.about, "cut": found.cut}


if __name__ == "__main__":
    _bound()
    sys.stdout.buffer.write(json.dumps(_answer(sys.argv[1], int(sys.argv[2]))).encode())
