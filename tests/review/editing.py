"""Criteria edited as people do it, with an editor, in each folder of a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewkit.review import Review


def edit(name: str, old: str, new: str, *reviews: Review) -> None:
    """Replace a text in one criteria file of each review, and let its program see it."""
    for review in reviews:
        path = review.session.folder / "criteria" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        review.refresh()


def switch_on(rule: str, *reviews: Review) -> None:
    """Name a rule in criteria/screening.toml."""
    edit("screening.toml", "\nretired = []\n", f'\nretired = []\nrules = ["{rule}"]\n', *reviews)
