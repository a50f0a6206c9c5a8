"""`python -m reviewkit`, and what the installed command starts."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit: 0 done, 1 a user's error, 2 wrong usage."""
    from reviewkit.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
