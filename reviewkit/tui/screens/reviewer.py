"""Who works at this device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.text import line
from reviewkit.tui.screens.asking import Choice, Choose

if TYPE_CHECKING:
    from reviewkit.review import Review


def names(review: Review) -> tuple[str, ...]:
    """Return who can work on a review: its reviewers, and its adjudicator if that is somebody else."""
    criteria = review.session.criteria.review
    adjudicator = criteria.adjudicator
    extra = (adjudicator,) if adjudicator and adjudicator not in criteria.reviewers else ()
    return (*criteria.reviewers, *extra)


def chooser(review: Review) -> Choose:
    """Return the dialog; its answer is the number of a name in `names`, from 1."""
    acting, adjudicator = review.session.reviewer, review.session.criteria.review.adjudicator
    choices = []
    for name in names(review):
        marks = ["settles conflicts"] if name == adjudicator else []
        marks += ["chosen now"] if name == acting else []
        choices.append(Choice(line(name), ", ".join(marks)))
    about = "It is remembered on this device, and stands with every decision."
    return Choose("Who are you?", choices, about)
