"""A page with everything in it that could act."""

from __future__ import annotations

from reviewkit.report.boxes import Entry, Listing
from reviewkit.report.nouns import Bullets, Said, Section, ToWrite, table
from reviewkit.report.page import Contents, Picture

HOSTILE = (
    "<script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "\"><svg onload=document.title='run'>",
    "'); } </style><style>body{display:none}</style>",
    '=HYPERLINK("http://evil")',
    "a\x00b\x1b[31mc\ufffe",
    "\u202etxt.exe",
    "عنوان المقالة باللغة العربية",
    "javascript:document.title='run'",
    "{{constructor.constructor('document.title=1')()}}",
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 90" width="160mm">'
    '<title id="title">Flow</title><defs><marker id="head"/></defs>'
    '<g data-box="included"><rect x="10" y="10" width="180" height="40" fill="none" marker-end="url(#head)"/>'
    '<path d="M0 0" fill="url(http://evil/x)" style="fill:url(http://evil)"/>'
    '<text x="20" y="35" font-size="12">Included (n = 2)</text></g>'
    '<text x="20" y="80" onclick="document.title=\'run\'">other</text>'
    "<script>document.title='run'</script><foreignObject><p>x</p></foreignObject></svg>"
)


def contents(*, watermark: str = "Worked example: invented.", blind: bool = False) -> Contents:
    """The page's contents."""
    rows: list[tuple[str, int]] = [(text, 2) for text in HOSTILE]
    boxes = [["", "included"]] * len(HOSTILE)
    numbers = table("search_results", "Search results", ("Route", "Included"), rows, ["A note."], boxes)
    return Contents(
        title=HOSTILE[0],
        watermark=watermark,
        question=HOSTILE[1],
        numbers=(Section("Search results", (numbers,)),),
        sections=(
            Section("Methods", (Said(HOSTILE[2]), ToWrite(HOSTILE[3]), Bullets(HOSTILE))),
            Section("Results", (Said("What came of it."),)),
        ),
        listings=(
            Listing("included", "Included", 11, tuple(Entry(text, f"10.1/{text}") for text in HOSTILE), 1),
            Listing("full_text.excluded", "Excluded at full text", 0, ()),
        ),
        blind=blind,
        diagram=SVG,
        pictures=(Picture("Agreement in a picture", SVG),),
    )
