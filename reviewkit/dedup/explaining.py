"""What the rules see in two records, field by field, and what each of them says.

The thing a reader would get wrong: this is what the rules of this program say now. What a review was compared by, and
what people say, stands in its links.
"""

from dataclasses import dataclass

from reviewkit.dedup import blocks, rules
from reviewkit.dedup.evidence import FIELDS, Evidence, reasons
from reviewkit.dedup.forms import form
from reviewkit.dedup.linking import links
from reviewkit.dedup.places import Match
from reviewkit.dedup.titles import Relation
from reviewkit.model import LinkVerdict, Record

_SAYS = {
    Match.SAME: "agree",
    Match.CLOSE: "nearly agree",
    Match.DIFFER: "differ",
    Match.UNKNOWN: "say nothing",
}
_TITLES = {
    "same": "the same",
    "spelling": "the same but for spelling",
    "subtitle": "the same, one without the subtitle",
    "typo": "the same but for a letter",
    "damaged": "the same but for a word or two",
    "near": "alike, with another word in it",
    "other": "two titles",
}


@dataclass(frozen=True, slots=True)
class Field:
    """What two records state of a field, and what that says of the pair."""

    name: str
    a: str
    b: str
    says: str
    """`agree`, `nearly agree`, `differ`, `say nothing`; of titles how they are alike."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the rules make of two records."""

    fields: tuple[Field, ...]
    likeness: int
    """Of the titles by letters, 0 to 100."""
    found: bool
    """They share a key, so that the rules come to compare them at all."""
    said: tuple[tuple[str, bool], ...]
    """Each rule in words, and whether it holds."""
    verdict: LinkVerdict | None
    """None: two papers, or nobody could say."""
    score: int
    """0 where there is no verdict."""
    reasons: tuple[str, ...]
    rules: str
    """Version of the rules."""


def explained(a: Record, b: Record) -> Explanation:
    """Return what the rules make of two records."""
    from rapidfuzz.fuzz import ratio

    ours, theirs = form(a), form(b)
    seen = Evidence(ours, theirs, ratio(ours.title.words, theirs.title.words))
    link = next(iter(links([a, b])), None)
    return Explanation(
        tuple(_field(name, a, b, seen) for name in FIELDS),
        seen.likeness,
        len(blocks.pairs([ours, theirs], [True, True])[0]) > 0,
        rules.said(seen),
        link.verdict if link is not None else None,
        link.score if link is not None else 0,
        link.reasons if link is not None else reasons(seen),
        rules.RULES,
    )


def _field(name: str, a: Record, b: Record, seen: Evidence) -> Field:
    match = getattr(seen, name)
    says = _TITLES.get(match.value, match.value) if isinstance(match, Relation) else _SAYS[match]
    return Field(name, _stated(name, a), _stated(name, b), says)


def _stated(name: str, record: Record) -> str:
    value = getattr(record, name, "")
    return "; ".join(value) if isinstance(value, tuple) else str(value or "")
