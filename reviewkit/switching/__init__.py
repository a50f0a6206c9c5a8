"""To and from other programs: what people decided in Rayyan, Covidence, ASReview or a spreadsheet, and ours for them.

`read` says what a file holds, `Index` which reports that is about, `chosen` what of it can be written here, and
`WRITERS` how ours is written for each program. The thing a reader would get wrong: nothing here is a decision yet.
Whose it becomes, at which stage, and whether it was made blind, is for the review to say: no file states it.
"""

from reviewkit.switching.choosing import Choice, Chosen, Left, Reasons, chosen, names
from reviewkit.switching.covidence import LISTS
from reviewkit.switching.matching import Index
from reviewkit.switching.nouns import Labels
from reviewkit.switching.plan import Brought, Plan, Share
from reviewkit.switching.reading import read
from reviewkit.switching.writing import LOSSES, WRITERS, Frame, Line

__all__ = [
    "LISTS",
    "LOSSES",
    "WRITERS",
    "Brought",
    "Choice",
    "Chosen",
    "Frame",
    "Index",
    "Labels",
    "Left",
    "Line",
    "Plan",
    "Reasons",
    "Share",
    "chosen",
    "names",
    "read",
]
