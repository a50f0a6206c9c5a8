"""Draw the README's pictures from the real program: `make pictures`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from reviewkit.model import Route, Search, Stage, Verdict
from reviewkit.review import Review
from reviewkit.tui.app import ReviewkitApp
from tests.making import make_review, open_review

HERE = Path(__file__).parent
EXPORTS = HERE.parent / "data/tutorial"
SIZE = (100, 28)
PICTURES = {
    "home": [],
    "screening": ["down", "enter", "y", "n", "5"],
    "duplicates": ["d"],
    "flow": ["f"],
}


async def draw(review: Review, name: str, keys: list[str]) -> None:
    """Save one picture of the program after these keys."""
    app = ReviewkitApp(review)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        (HERE / f"{name}.svg").write_text(self_contained(app.export_screenshot(title="reviewkit")), encoding="utf-8")


def self_contained(svg: str) -> str:
    """Return the picture without fonts from the network: the reader's own monospace serves."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")


def main() -> None:
    """Draw every picture in a review of its own."""
    for name, keys in PICTURES.items():
        with tempfile.TemporaryDirectory() as place:
            folder = make_review(Path(place) / "review", "Partnerships with parents")
            ada = open_review(folder, "Ada")
            ada.searches.import_file(EXPORTS / "eric.nbib", Search("ERIC", Route.DATABASE, ("ERIC",)))
            ada.searches.import_file(EXPORTS / "ebsco.ris", Search("Academic Search Premier"))
            for report in ada.screening.queue(Stage.TITLE_ABSTRACT)[:3]:
                ada.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
            asyncio.run(draw(ada, name, keys))
            ada.close()


if __name__ == "__main__":
    main()
