"""What to mark in a text for whoever reads it: words looked for, and the headings of a structured abstract.

Everything counts characters of the text as it came, since that is what is shown.
"""

from reviewkit.highlight.marking import Marker
from reviewkit.highlight.queries import query_terms
from reviewkit.highlight.sections import parted

__all__ = ["Marker", "parted", "query_terms"]
