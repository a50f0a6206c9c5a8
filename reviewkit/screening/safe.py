"""The conditions of SAFE as a checklist (Boetje & van de Schoot 2024, Syst Rev 13:81), each with its figure.

SAFE has four phases: Screen a random set, Apply active learning, Find more with a different model, Evaluate quality. It
is a set of rules of thumb and promises no error rate. The thing a reader would get wrong: the program can tell the
conditions of the first two phases and those alone; the other two are for people to do and to say.
"""

from __future__ import annotations

from dataclasses import dataclass

_ROW = 50
"""Reports in a row that are to bring nothing relevant."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to hold the conditions against; numbers of reports."""

    reports: int
    """To be read in all."""
    read: int
    """Settled."""
    relevant: int
    since_last: int
    sample: int
    """Of those read, how many are a random sample of all."""
    sample_relevant: int
    key_papers: int
    """Reports that criteria/search.toml names as known beforehand."""
    key_papers_found: int
    """Of these, how many were read and found relevant."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the checklist."""

    phase: str
    """`S`, `A`, `F` or `E`."""
    text: str
    figure: str
    """Empty where people have to say."""
    met: bool | None
    """None: yours to say."""


def conditions(seen: Seen) -> tuple[Condition, ...]:
    """Return the checklist, in the order of the procedure."""
    return (
        *_random_set(seen),
        *_active_learning(seen),
        Condition("F", f"another model finds none in {_ROW} in a row", "", None),
        Condition("E", "a look at what was excluded finds no mistake", "", None),
    )


def _random_set(seen: Seen) -> tuple[Condition, ...]:
    share = f"{seen.sample:,} of {seen.reports:,}"
    return (
        Condition("S", "1 % of all were read as a random set", share, 100 * seen.sample >= seen.reports),
        Condition(
            "S", "at least one of them is relevant", f"{seen.sample_relevant:,} relevant", seen.sample_relevant > 0
        ),
    )


def _active_learning(seen: Seen) -> tuple[Condition, ...]:
    expected = -(-seen.reports * seen.sample_relevant // seen.sample) if seen.sample else 0
    twice = f"{seen.read:,} read, {expected:,} expected" if expected else "none expected yet: no random set"
    key = f"{seen.key_papers_found} of {seen.key_papers}" if seen.key_papers else ""
    return (
        Condition(
            "A",
            "all key papers were found and are relevant",
            key,
            seen.key_papers_found == seen.key_papers if seen.key_papers else None,
        ),
        Condition(
            "A",
            "twice as many read as relevant ones expected",
            twice,
            bool(expected) and seen.read >= 2 * expected,
        ),
        Condition(
            "A", "10 % of all were read", f"{seen.read:,} of {seen.reports:,}", 10 * seen.read >= seen.reports > 0
        ),
        Condition(
            "A", f"the last {_ROW} brought nothing relevant", f"{seen.since_last:,} in a row", seen.since_last >= _ROW
        ),
    )
