"""Records in, links with scores and reasons out, and from links the reports that reviewers decide on.

`links` proposes pairs, `reports` groups records by all links, a person's first, and `merged` shows one report's records
as one. The thing a reader would get wrong: nothing here removes a record.
"""

from reviewkit.dedup.finding import found
from reviewkit.dedup.group import grouped, reports
from reviewkit.dedup.linking import links
from reviewkit.dedup.merging import fullest, links_of, merged, origins
from reviewkit.dedup.rules import RULES

__all__ = ["RULES", "found", "fullest", "grouped", "links", "links_of", "merged", "origins", "reports"]
