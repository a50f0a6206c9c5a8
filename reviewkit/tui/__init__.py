"""The terminal UI: a review on a screen. Textual is imported when it runs, never when the package is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewkit.review import Review


def run(review: Review) -> int:
    """Show the review until the person leaves; returns the exit code."""
    from reviewkit.tui.app import ReviewkitApp

    app = ReviewkitApp(review)
    app.run()
    return app.return_code or 0
