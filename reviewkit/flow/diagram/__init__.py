"""The PRISMA 2020 flow diagram: what stands in it, where each box lies, and how it is drawn.

`content` says what is in the boxes, `layout` where every line of text goes, `fitting` which lists go below so that a
page holds it all, and `svg`, `terminal` and `pictures` only draw. No library does the layout: those there are have
fixed templates, so neither marked boxes nor a line for each database, and wrap by the number of characters.
"""

from reviewkit.flow.diagram.content import Drawn, Included, diagram
from reviewkit.flow.diagram.nouns import Diagram, Item

__all__ = ["Diagram", "Drawn", "Included", "Item", "diagram"]
