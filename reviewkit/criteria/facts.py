"""A criterion's fact in words, as people read it in a codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from reviewkit.criteria.nouns import Every, Languages, PeerReviewed, Types, Years

if TYPE_CHECKING:
    from reviewkit.criteria.nouns import FactRule


def fact_words(rule: FactRule | None) -> str:
    """Return a fact in words: `year from 2000 to 2018`; empty if there is none."""
    match rule:
        case None:
            return ""
        case Years():
            return "year" + (f" from {rule.first}" if rule.first else "") + (f" to {rule.last}" if rule.last else "")
        case Languages():
            return f"language {' or '.join(rule.allowed)}"
        case Types():
            allowed = " or ".join(rule.allowed)
            refused = f"not {' or '.join(rule.refused)}" if rule.refused else ""
            return f"type {', '.join(part for part in (allowed, refused) if part)}"
        case PeerReviewed():
            return "peer-reviewed" if rule.wanted else "not peer-reviewed"
        case Every():
            return "; ".join(map(fact_words, rule.facts))
        case _:
            assert_never(rule)
