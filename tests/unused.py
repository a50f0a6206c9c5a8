"""What the package states and does not read yet, for vulture: the criteria and records hold it for people to read."""

from __future__ import annotations

from reviewkit.criteria import Criteria
from reviewkit.model import Record, Search
from reviewkit.net import Answer, Client


def read_by_people(
    criteria: Criteria, record: Record, search: Search, client: Client, answer: Answer
) -> tuple[object, ...]:
    """Every such field, once."""
    strategy, quality = criteria.search, criteria.quality
    said = strategy.reporting  # looked up by the names of its fields
    return (
        criteria.review.registration,
        [block.terms for block in strategy.blocks],
        [database.platform for database in strategy.databases],
        strategy.limits.languages,
        quality.threshold,
        record.unmapped,
        search.platform,
        (said.registers, said.browsing, said.contacts, said.other_methods),
        (said.filters, said.prior_work, said.updates, said.peer_review),
        (client.post, answer.cached),  # for citation searching
    )
