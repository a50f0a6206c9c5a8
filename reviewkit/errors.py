"""Everything that can go wrong in a way that a person can act on.

    ReviewkitError
    ├── InputError            an export, a journal or a record file that cannot be read as it is
    ├── CriteriaError         faults in criteria/*.toml, all of them at once
    ├── NoReviewError         the folder holds no review
    ├── UnknownReviewerError  a name that criteria/review.toml does not list, or none at all
    ├── NotAllowedError       an act that the rules of the review refuse
    ├── HistoryError          two events with one id, or a past that somebody tried to change
    ├── StorageError          the disk, a lock or the database refused
    ├── StoppedError          slow work that whoever asked for it has stopped
    ├── NotHereError          a full text that is not on this device, or that nothing on it can show
    └── FlowError             numbers that do not add up

Only the command line and the terminal UI turn one into words on a screen and an exit code.
"""


class ReviewkitError(Exception):
    """What was wrong, where (file, line, record), and what to do about it."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        """Keep the three parts apart, so that every front end can lay them out in its own way."""
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the three parts as one text: `where: what`, and the remedy on a line of its own."""
        first = f"{self.where}: {self.what}" if self.where else self.what
        return f"{first}\n{self.remedy}" if self.remedy else first


class InputError(ReviewkitError):
    """A file from outside cannot be read as what it claims to be."""


class CriteriaError(ReviewkitError):
    """The criteria do not say what a review needs; `faults` lists each place."""

    def __init__(self, faults: tuple[str, ...], *, where: str, remedy: str = "") -> None:
        """Report every fault of a file together, so that nobody mends them one run at a time."""
        super().__init__("\n".join(faults), where=where, remedy=remedy)
        self.faults = faults


class NoReviewError(ReviewkitError):
    """The folder holds no criteria/review.toml."""


class UnknownReviewerError(ReviewkitError):
    """The name is not among the reviewers, or nobody is named yet; `known` lists who could be meant."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        """Name who was asked for (empty: nobody) and who there is."""
        listed = ", ".join(f'"{reviewer}"' for reviewer in known)
        super().__init__(
            f'"{name}" is not a reviewer of this review' if name else "nobody has said who is at this device",
            where="criteria/review.toml",
            remedy=f"The reviewers are {listed}. Say who you are with --as NAME, or `reviewkit reviewer NAME` once.",
        )
        self.name = name
        self.known = known


class NotAllowedError(ReviewkitError):
    """The rules of the review refuse this act; nothing was written."""


class HistoryError(ReviewkitError):
    """Somebody tried to change the past, or two events bear one id."""


class StorageError(ReviewkitError):
    """The disk, a lock or the database refused; nothing was acknowledged."""


class StoppedError(ReviewkitError):
    """Slow work was stopped by whoever asked for it; what it had written by then is what its function promises."""


class NotHereError(ReviewkitError):
    """A full text is not on this device, or there is no program here to show it; nothing was written."""


class FlowError(ReviewkitError):
    """The boxes of the flow do not add up, so no number may be printed."""


class NetworkError(ReviewkitError):
    """A server could not be reached, refused, or did not answer as it should; `status` is None if it said nothing."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", status: int | None = None) -> None:
        """Say what went wrong at which host; never with a key in it."""
        super().__init__(what, where=where, remedy=remedy)
        self.status = status
