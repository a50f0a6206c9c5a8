"""Names that nothing in the package reads yet, for vulture: what the criteria and records hold for people to read."""

from reviewkit.criteria.nouns import Block, Criteria, Database, Field, Limits, Quality, Review, Strategy
from reviewkit.model import Record, Search

_ = (
    Review.registration,
    Block.terms,
    Database.platform,
    Limits.languages,
    Strategy.limits,
    Quality.threshold,
    Field.double,
    Criteria.extraction,
    Record.unmapped,
    Search.platform,
)
